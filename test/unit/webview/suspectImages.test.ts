import { expect, test } from "vitest";
import type { Answers, Histories } from "../../../src/protocol/modelProtocol";
import { suspectImages } from "../../../webview/figures/suspectImages";

const answers: Answers = {
  labels: new Uint8Array(3),
  predicted: new Uint8Array(3),
  probability: Float32Array.of(0.5, 0.75, 0.25),
  loss: Float32Array.of(1, 3, 2),
  margin: Float32Array.of(-1, 1, 0),
};
const histories = {
  meanProbability: Float32Array.of(0.75, Number.NaN, 0.5),
  meanMargin: Float32Array.of(2, 1, Number.NaN),
} as Histories;

test.each([
  ["probability", [2, 0, 1]],
  ["margin", [0, 2, 1]],
  ["loss", [1, 2, 0]],
] as const)("suspects of a test set are ordered by the %s in the shown epoch", (score, order) => {
  expect(Array.from(suspectImages(score, answers))).toEqual(order);
});

test.each([
  ["probability", [2, 0]],
  ["margin", [1, 0]],
  ["loss", [1, 2, 0]],
] as const)(
  "suspects of a training set are ordered by the %s over all epochs, without images that have none",
  (score, order) => {
    expect(Array.from(suspectImages(score, answers, histories))).toEqual(order);
  },
);
