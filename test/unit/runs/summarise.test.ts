import { expect, test } from "vitest";
import { foldEvents } from "../../../src/runs/applyEvent";
import { noLabels } from "../../../src/runs/labels";
import type { RunState } from "../../../src/runs/RunState";
import { ListBudget, summarise } from "../../../src/runs/summarise";
import { checkpoint, dataset, ended, epochEnd, started } from "./exampleEvents";

function summary(checkpoints: number): RunState {
  const files = Array.from({ length: checkpoints }, (_, i) => ({
    ...checkpoint(i + 1),
    file: `checkpoints/${"x".repeat(280)}${i}`,
  }));
  const state = foldEvents([
    started,
    dataset,
    ...files,
    epochEnd(1, 0.4, 1),
    epochEnd(2, 0.3, 2),
    ended("finished"),
  ]);
  summarise(state);
  return state;
}

test("a summary has a run's status, its best and its last epoch, and its checkpoints", () => {
  const state = summary(5);
  expect(state).toMatchObject({
    status: "finished",
    best: { epoch: 1 },
    leastLoss: { epoch: 1 },
    epochs: [{ epoch: 2 }],
  });
  expect(state.checkpoints).toHaveLength(5);
});

test("a list of 2000 runs with 1000 checkpoints each keeps few of them, but all of the newest run", () => {
  const states = Array.from({ length: 2000 }, () => summary(0));
  const hostile = summary(1000);
  for (const state of states) state.checkpoints = hostile.checkpoints;
  new ListBudget().keep(states.map((state) => ({ state, labels: noLabels, problems: [] })));
  expect(states[0]!.checkpoints).toHaveLength(1000);
  expect(states.reduce((sum, state) => sum + state.checkpoints.length, 0)).toBeLessThan(100_000);
  expect(states.every(({ checkpoints }) => checkpoints.at(-1) === hostile.checkpoints.at(-1))).toBe(true);
});

test("an ordinary list keeps everything", () => {
  const states = Array.from({ length: 2000 }, () => summary(4));
  new ListBudget().keep(states.map((state) => ({ state, labels: noLabels, problems: [] })));
  expect(states.every(({ checkpoints }) => checkpoints.length === 4)).toBe(true);
});
