import { expect, test } from "vitest";
import { applyEvent, foldEvents } from "../../../src/runs/applyEvent";
import type { InheritedEvent, RunEvent } from "../../../src/runs/RunEvent";
import { restoreState, takeSnapshot } from "../../../src/runs/StateSnapshot";
import { checkpoint, control, dataset, epochEnd, resumed, started, steps } from "./exampleEvents";

const parent = { id: "other", name: "Other", checkpoint: checkpoint(2).file, epoch: 2, step: 8 };
const fork = { ...started, parent };
const losses: InheritedEvent = { type: "inherited", firstStep: 0, losses: [8, 7, 6, 5], epochs: [] };
const rest: InheritedEvent = {
  type: "inherited",
  firstStep: 4,
  losses: [4, 3, null, 1],
  epochs: [epochEnd(1, 0.9, 1), epochEnd(2, 0.8, 2)],
};

test("a fork has its parent's curve from any number of events", () => {
  const state = foldEvents([fork, losses, rest, dataset, steps(3, 8, [0.5], 1)]);
  expect([...state.losses]).toEqual([8, 7, 6, 5, 4, 3, Number.NaN, 1, 0.5]);
  expect(state.epochs.map(({ epoch }) => epoch)).toEqual([1, 2]);
  const inOne = { ...parent, losses: [8, 7, 6, 5, 4, 3, null, 1], epochs: rest.epochs };
  expect({ ...state, missingSteps: 0 }).toEqual({
    ...foldEvents([{ ...fork, parent: inOne }, dataset, steps(3, 8, [0.5], 1)]),
    missingSteps: 0,
  });
});

test("a lost part of the parent's curve is a gap", () => {
  const state = foldEvents([fork, rest, dataset, steps(3, 8, [0.5], 1)]);
  expect([...state.losses]).toEqual([...Array(4).fill(Number.NaN), 4, 3, Number.NaN, 1, 0.5]);
});

test.each<[string, RunEvent[]]>([
  ["of a run that is no fork", [started, losses]],
  ["beyond the fork", [fork, { ...losses, firstStep: 6 }]],
  ["with epochs beyond the fork", [fork, { ...rest, epochs: [epochEnd(3, 1, 1)] }]],
  ["once training has begun", [fork, dataset, losses]],
])("a parent's curve %s is ignored", (_, events) => {
  const state = foldEvents(events);
  expect([...state.losses].filter((loss) => !Number.isNaN(loss))).toEqual([]);
  expect(state.epochs).toEqual([]);
  expect(state.warnings).toHaveLength(1);
});

test("a fork's best epoch is one that the fork trained, and its parent's best epoch is kept, too", () => {
  const state = foldEvents([fork, losses, rest, dataset]);
  expect(state.best).toBeUndefined();
  expect(state.parentBest?.epoch).toBe(1);
  for (const event of [epochEnd(3, 0.5, 3), epochEnd(4, 0.6, 4), epochEnd(5, 0.55, 5)])
    applyEvent(state, event);
  expect(state.best?.epoch).toBe(4);
  expect(state.parentBest?.epoch).toBe(1);
});

test("a resumed fork has the best of its epochs that the resume did not make void", () => {
  const state = foldEvents([
    fork,
    rest,
    dataset,
    epochEnd(3, 0.5, 3),
    epochEnd(4, 0.6, 4),
    { ...resumed(12), epoch: 3 },
  ]);
  expect([state.best?.epoch, state.parentBest?.epoch]).toEqual([3, 1]);
});

test("a state that was sent to another process folds later events like the original", () => {
  const begin = [
    fork,
    losses,
    rest,
    dataset,
    steps(3, 8, [1, 2, 3, 4], 3),
    control("learningRate", 10, 0.5),
    epochEnd(3, 0.7, 3),
    checkpoint(3),
    epochEnd(4, 0.6, 4),
  ];
  const stayed = foldEvents(begin);
  const sent = restoreState(structuredClone(takeSnapshot(stayed)));
  expect(sent).toEqual(stayed);
  // These events go back to a step before the change of the learning rate, the checkpoint and the best epoch.
  for (const event of [steps(3, 9, [5], 5), epochEnd(3, 0.1, 6), checkpoint(3, [checkpoint(3).file])])
    for (const state of [stayed, sent]) applyEvent(state, event);
  expect(sent).toEqual(stayed);
  expect(sent).toMatchObject({ learningRate: started.config.learningRate, best: { testAccuracy: 0.1 } });
});
