import { expect, test } from "vitest";
import { foldEvents } from "../../../src/runs/applyEvent";
import { warningsAt } from "../../../webview/figures/decor";
import { liveCharts } from "../../../webview/figures/liveCharts";
import { plotScale } from "../../../webview/figures/plotScale";
import {
  dataset,
  found,
  started,
  startedWithValidation,
  steps,
  tested,
  validated,
  wholeEpoch,
} from "./runEvents";

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
    // On the axis of time, the end of an epoch is the end of its test.
    expect(chart.decor(run, "time").warnings).toEqual([{ x: 2, labels: overfitting }]);
    expect(chart.summary(run)).toContain("diagnosis: overfitting at step 20");
  }
});

test("a sign's text is shown near the pointer, and with keys exactly at its position", () => {
  const scale = plotScale(0, 100, false, 0, 200);
  const decor = { warnings: [{ x: 20, labels: overfitting }] };
  expect(warningsAt(decor, 22, scale, true)).toEqual(overfitting);
  expect(warningsAt(decor, 24, scale, true)).toEqual([]);
  expect(warningsAt(decor, 20, scale, false)).toEqual(overfitting);
  expect(warningsAt(decor, 21, scale, false)).toEqual([]);
});

test("a run with a validation set has a line of that set, with dashes of its own, and a ring on it", () => {
  const epochs = [validated(1, 0.8, 0.7), validated(2, 0.75, 0.85), validated(3, 0.9, 0.8)];
  const held = foldEvents([startedWithValidation, dataset, ...epochs]);
  const { accuracy, epochLoss } = liveCharts;
  for (const { chart, metrics } of [
    { chart: accuracy, metrics: ["testAccuracy", "validationAccuracy", "trainAccuracy"] },
    { chart: epochLoss, metrics: ["testLoss", "validationLoss", "trainLoss"] },
  ]) {
    const lines = chart.lines(held);
    expect(lines.map(({ metric }) => metric)).toEqual(metrics);
    expect(new Set(lines.map(({ dash }) => dash)).size).toBe(3);
    expect(new Set(lines.map(({ colour }) => colour)).size).toBe(3);
  }
  expect(accuracy.legend(held, false).map(({ name }) => name)).toEqual([
    "test",
    "validation",
    "train",
    "best by validation",
  ]);
  expect(accuracy.decor(held, "epoch").rings).toEqual([{ x: 2, y: 0.85, colour: "validation" }]);
  expect(accuracy.summary(held)).toBe(
    "One point for each of 3 epochs, the last 90.0% on the test set and 80.0% on the validation set; the table below has all figures.",
  );
});

test("a run without a validation set has no line of validation", () => {
  const { accuracy } = liveCharts;
  const plain = foldEvents([started, dataset, tested(1, 0.8), tested(2, 0.7)]);
  expect(accuracy.lines(plain).map(({ metric }) => metric)).toEqual(["testAccuracy", "trainAccuracy"]);
  expect(accuracy.legend(plain, false).map(({ name }) => name)).toEqual(["test", "train", "best"]);
  expect(accuracy.decor(plain, "epoch").rings).toEqual([{ x: 1, y: 0.8, colour: "accuracy" }]);
});

test("the best epoch has its ring on the validation line even if earlier epochs have no validation figures", () => {
  const [before, after] = [tested(1, 0.9), validated(2, 0.8, 0.7)];
  const late = foldEvents([startedWithValidation, dataset, before, after]);
  expect(liveCharts.accuracy.decor({ ...late, best: after }, "epoch").rings).toEqual([
    { x: 2, y: 0.7, colour: "validation" },
  ]);
});
