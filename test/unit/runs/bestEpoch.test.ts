import { expect, test } from "vitest";
import { foldEvents } from "../../../src/runs/applyEvent";
import { bestOf } from "../../../src/runs/bestEpoch";
import { columnNamed, rowOf } from "../../../src/runs/columns";
import { parseFilter } from "../../../src/runs/filter";
import { noLabels } from "../../../src/runs/labels";
import { decodeLine, encodeLine } from "../../../src/runs/logLine";
import type { EpochEvent } from "../../../src/runs/RunEvent";
import { remainingSeconds, trainingSeconds } from "../../../src/runs/runProgress";
import { summarise } from "../../../src/runs/summarise";
import { dataset, epochEnd, resumed, started, steps, validatedEnd } from "./exampleEvents";

const epochs = [validatedEnd(1, 0.5, 0.9), validatedEnd(2, 0.75, 0.8), validatedEnd(3, 0.75, 0.85)];
const events = [started, dataset, ...epochs];
const run = { id: "a", name: "a", created: "", labels: noLabels };

test("the best epoch has the highest validation accuracy, the earliest of equal ones", () => {
  expect(foldEvents(events).best).toEqual(epochs[1]);
  expect(bestOf(epochs)).toBe(epochs[1]);
});

test("the best epoch of a run without a validation set has the highest test accuracy", () => {
  const tested = [epochEnd(1, 0.8, 2), epochEnd(2, 0.9, 4), epochEnd(3, 0.9, 6)];
  expect(foldEvents([started, dataset, ...tested]).best).toEqual(tested[1]);
  expect(bestOf(tested)).toBe(tested[1]);
  expect(bestOf([])).toBeUndefined();
});

test("the best epoch of a resumed run is one that the resume did not make void", () => {
  const state = foldEvents([...events, resumed(4)]);
  expect(state.best).toEqual(epochs[0]);
});

test("the best epoch of a fork's parent is chosen by validation accuracy, too", () => {
  const parent = { id: "p", name: "p", checkpoint: "checkpoints/step-000008.safetensors", epoch: 2, step: 8 };
  const inherited = {
    type: "inherited",
    firstStep: 0,
    losses: Array(8).fill(1),
    epochs: epochs.slice(0, 2),
  } as const;
  const state = foldEvents([{ ...started, parent }, inherited, dataset, epochs[2]!]);
  expect(state.parentBest).toEqual(epochs[1]);
  expect(state.best).toEqual(epochs[2]);
});

test("a row has the test accuracy of the best epoch, its validation accuracy, and the last validation loss", () => {
  const row = rowOf({ ...run, state: foldEvents(events) });
  const value = (name: string) => columnNamed(name)!.value(row);
  expect(["acc", "bestEpoch", "val", "val-loss"].map(value)).toEqual([0.8, 2, 0.75, 0.25]);
  expect(columnNamed("val")!.text(row)).toBe("75.0%");
  expect(row.state.best).toMatchObject({ confusion: [], validationConfusion: [] });
});

test("a row of a run without a validation set has no validation figures", () => {
  const row = rowOf({ ...run, state: foldEvents([started, dataset, epochEnd(1, 0.9, 2)]) });
  for (const name of ["val", "val-loss"]) {
    expect(columnNamed(name)!.value(row)).toBeUndefined();
    expect(columnNamed(name)!.text(row)).toBe("");
  }
  expect(row.state.best).not.toHaveProperty("validationConfusion");
});

test("the time of a run includes the time of validation", () => {
  const state = foldEvents([
    started,
    dataset,
    ...epochs.slice(0, 2),
    steps(3, 8, [1], 5),
    steps(3, 9, [1], 6),
  ]);
  expect(state.completeSeconds).toBe(3.5);
  expect(trainingSeconds(state)).toBeGreaterThan(3.5);
  const without = foldEvents(
    [started, dataset, ...epochs.slice(0, 2), steps(3, 8, [1], 5), steps(3, 9, [1], 6)].map((event) =>
      event.type === "epoch" ? epochEnd(event.epoch, event.testAccuracy, event.seconds) : event,
    ),
  );
  const epochsLeft = state.totalEpochs! - 2;
  expect(remainingSeconds(state)! - remainingSeconds(without)!).toBeCloseTo(0.25 * epochsLeft);
});

test("a summary has no confusion matrix of the validation set", () => {
  const state = foldEvents(events);
  expect(state.epochs.map(({ validationConfusion }) => validationConfusion)).toEqual(Array(3).fill([[2]]));
  expect(state.index.confusionCounts).toBe(6);
  summarise(state);
  expect(state.epochs).toHaveLength(1);
});

test("an epoch's validation figures are read as written, and an epoch without them has none", () => {
  const whole: EpochEvent = validatedEnd(1, 0.5, 0.9);
  expect(decodeLine(encodeLine(whole))).toEqual(whole);
  const { validationLoss: _, ...partial } = whole;
  expect(decodeLine(encodeLine(partial))).toEqual(partial);
  const without = epochEnd(1, 0.9, 2);
  expect(Object.keys(decodeLine(encodeLine(without))!)).toEqual(Object.keys(without));
  expect(
    decodeLine(encodeLine({ ...whole, validationAccuracy: "0.5" as unknown as number })),
  ).toBeUndefined();
});

test("a filter by validation accuracy leaves out runs that have none", () => {
  const validated = { ...run, state: foldEvents(events) };
  const tested = { ...run, state: foldEvents([started, dataset, epochEnd(1, 0.9, 2)]) };
  const fits = (text: string) => [validated, tested].map(parseFilter(text).matches);
  expect(fits("val>70%")).toEqual([true, false]);
  expect(fits("val>0.8")).toEqual([false, false]);
});
