import { expect, test } from "vitest";
import { foldEvents } from "../../../src/runs/applyEvent";
import { warningsAt } from "../../../webview/figures/decor";
import { liveCharts } from "../../../webview/figures/liveCharts";
import { plotScale } from "../../../webview/figures/plotScale";
import { dataset, found, started, steps, tested, wholeEpoch } from "./runEvents";

const overfitting = ["diagnosis: overfitting"];
const run = foldEvents([
  started,
  dataset,
  ...[1, 2].flatMap((epoch) => [wholeEpoch(epoch), tested(epoch, 0.5)]),
  found("overfitting", 2, 20),
  steps(3, 20, [9, 40], 3),
  found("learningRateTooHigh", 2, 22),
]);

test("the loss chart has a sign at the step of each diagnosis, by each axis", () => {
  const { loss } = liveCharts;
  const high = ["diagnosis: learning rate too high"];
  expect(loss.decor(run, "step").warnings).toEqual([
    { x: 20, labels: overfitting },
    { x: 22, labels: high },
  ]);
  expect(loss.decor(run, "epoch").warnings).toEqual([
    { x: 2, labels: overfitting },
    { x: 2.2, labels: high },
  ]);
  expect(loss.summary(run)).toContain(
    "diagnosis: overfitting at step 20; diagnosis: learning rate too high at step 22.",
  );
});

test("the charts of epochs have the signs of diagnoses at the ends of epochs", () => {
  for (const chart of [liveCharts.accuracy, liveCharts.epochLoss]) {
    expect(chart.decor(run, "epoch").warnings).toEqual([{ x: 2, labels: overfitting }]);
    expect(chart.decor(run, "step").warnings).toEqual([{ x: 20, labels: overfitting }]);
    // The figures of an epoch are known after its test.
    expect(chart.decor(run, "time").warnings).toEqual([{ x: 2, labels: overfitting }]);
    expect(chart.summary(run)).toContain("diagnosis: overfitting at step 20");
  }
});

test("a sign is read near the pointer, and by keys at its place", () => {
  const scale = plotScale(0, 100, false, 0, 200);
  const decor = { warnings: [{ x: 20, labels: overfitting }] };
  expect(warningsAt(decor, 22, scale, true)).toEqual(overfitting);
  expect(warningsAt(decor, 24, scale, true)).toEqual([]);
  expect(warningsAt(decor, 20, scale, false)).toEqual(overfitting);
  expect(warningsAt(decor, 21, scale, false)).toEqual([]);
});
