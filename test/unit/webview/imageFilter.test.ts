import { describe, expect, it } from "vitest";
import type { Answers, Histories } from "../../../src/protocol/modelProtocol";
import { countAnswered, filterImages, noFilter } from "../../../webview/figures/imageFilter";
import { type ImageOrder, orderImages } from "../../../webview/figures/imageOrder";

const answers: Answers = {
  labels: Uint8Array.of(0, 0, 1, 1, 2),
  predicted: Uint8Array.of(0, 1, 1, 0, 255),
  probability: Float32Array.of(0.75, 0.25, 1, 0.125, Number.NaN),
  loss: Float32Array.of(0.25, 1.5, 0, 2, Number.NaN),
  confidence: Float32Array.of(0.75, 0.5, 1, 0.875, Number.NaN),
};
const numbers = [0, 1, 2, 3, 4];
const other = [1, 0, 1, 2, 2];

describe("a filter of images", () => {
  it("passes all images that have an answer", () => {
    expect(filterImages(numbers, answers, noFilter)).toEqual([0, 1, 2, 3]);
  });

  it("is stated of the number of the images that have an answer", () => {
    expect(countAnswered(answers)).toBe(filterImages(numbers, answers, noFilter).length);
    expect(countAnswered({ predicted: Uint8Array.of(255, 255) })).toBe(0);
  });

  it("keeps the order of the images", () => {
    expect(filterImages([3, 0, 4, 2], answers, noFilter)).toEqual([3, 0, 2]);
  });

  it("passes a cell of the confusion matrix", () => {
    expect(filterImages(numbers, answers, { ...noFilter, label: 0, prediction: 1 })).toEqual([1]);
  });

  it("passes by right and wrong, and by confidence", () => {
    expect(filterImages(numbers, answers, { ...noFilter, outcome: "wrong" })).toEqual([1, 3]);
    expect(filterImages(numbers, answers, { ...noFilter, confidence: [0.75, 0.9] })).toEqual([0, 3]);
  });

  it("uses the label's probability as the confidence if no confidence is recorded", () => {
    const { confidence: _, ...train } = answers;
    expect(filterImages(numbers, train, { ...noFilter, confidence: [0, 0.3] })).toEqual([1, 3]);
  });

  it("finds the marks of the validation set by the images' indices in the training set", () => {
    const held = { ...answers, indices: Int32Array.of(90, 91, 93, 94, 95) };
    const marked = { ...noFilter, mark: "any" as const };
    expect(filterImages(numbers, held, marked, undefined, undefined, { 2: "fine", 93: "fine" })).toEqual([2]);
  });

  it.each([
    ["onlyOwn", [0]],
    ["onlyOther", [1]],
    ["neither", [3]],
    ["both", [2]],
  ] as const)("passes %s of two answers", (outcome, indices) => {
    expect(filterImages(numbers, answers, { ...noFilter, outcome }, other)).toEqual(indices);
  });

  it("passes images by the prediction of the other answers", () => {
    expect(filterImages(numbers, answers, { ...noFilter, otherPrediction: 1 }, other)).toEqual([0, 2]);
  });

  it("passes only images that were picked before", () => {
    expect(filterImages(numbers, answers, noFilter, undefined, new Set([2, 4]))).toEqual([2]);
  });
});

describe("the order of images", () => {
  const order = (...[by, known]: [ImageOrder, (Histories | null)?]) =>
    Array.from(orderImages(by, answers, known));
  const histories = {
    forgotten: Uint16Array.of(1, 0, 3, 1, 0),
  } as Histories;

  it("is by the highest loss, with unknown ones last", () => {
    expect(order("loss")).toEqual([3, 1, 0, 2, 4]);
  });

  it("is by the highest or the lowest confidence", () => {
    expect(order("sure")).toEqual([2, 3, 0, 1, 4]);
    expect(order("unsure")).toEqual([1, 0, 3, 2, 4]);
  });

  it("is by how often an image was forgotten, and by index among equal ones", () => {
    expect(order("forgotten", histories)).toEqual([2, 0, 3, 1, 4]);
  });

  it("is by index if the figures that it needs are missing", () => {
    expect(order("forgotten", null)).toEqual(numbers);
  });
});
