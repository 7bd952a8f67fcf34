import { describe, expect, it } from "vitest";
import type { Histories } from "../../../src/protocol/modelProtocol";
import { mapColours, regionImages, rightnessOf, spreadEnd } from "../../../webview/figures/dataMap";
import { pointsWithin } from "../../../webview/figures/lasso";

const histories: Histories = {
  seen: Uint16Array.of(10, 10, 10, 0),
  correct: Uint16Array.of(10, 5, 0, 0),
  forgotten: new Uint16Array(4),
  meanProbability: Float32Array.of(0.9, 0.5, 0.1, Number.NaN),
  spread: Float32Array.of(0.05, 0.32, 0.1, Number.NaN),
  meanMargin: new Float32Array(4),
};

describe("a data map", () => {
  it("has regions with a third each of the images that were seen", () => {
    expect(regionImages(histories, "hard")).toEqual([2]);
    expect(regionImages(histories, "ambiguous")).toEqual([1]);
    expect(regionImages(histories, "easy")).toEqual([0]);
  });

  it("colours images by how often they were right", () => {
    expect(Array.from(rightnessOf(histories)).slice(0, 3)).toEqual([mapColours - 1, 3, 0]);
  });

  it("ends its axis of spreads at a round value that none exceeds", () => {
    expect(spreadEnd(histories)).toBeCloseTo(0.35);
    expect(spreadEnd({ ...histories, spread: new Float32Array(4) })).toBeCloseTo(0.1);
  });
});

describe("a line drawn around points", () => {
  const x = [0.5, 1.5, 3, Number.NaN, 0.1];
  const y = [0.5, 0.5, 0.5, 0.5, 0.9];
  const square = [
    [0, 0],
    [2, 0],
    [2, 1],
    [0, 1],
  ] as const;

  it("has the points within it, but none with a coordinate of NaN", () => {
    expect(pointsWithin(x, y, square)).toEqual([0, 1, 4]);
  });

  it("leaves out the points in a bay of a line that is not convex", () => {
    const bay = [
      [0, 0],
      [2, 0],
      [2, 1],
      [1.5, 0.25],
      [1, 1],
      [0, 1],
    ] as const;
    expect(pointsWithin(x, y, bay)).toEqual([0, 4]);
  });

  it("has no points within if it has no area", () => {
    expect(
      pointsWithin(x, y, [
        [0, 0],
        [2, 1],
      ]),
    ).toEqual([]);
  });
});
