import { expect, test } from "vitest";
import { flopsPerImage } from "../../bench/flops";

test("the tutorial's model takes 192.6 GFLOP for an epoch of 60,000 and 13.4 for an evaluation of 10,000", () => {
  const { training, evaluation } = flopsPerImage([512, 512]);
  expect((60_000 * training) / 1e9).toBeCloseTo(192.55, 2);
  expect((10_000 * evaluation) / 1e9).toBeCloseTo(13.37, 2);
});

test("a linear model has no input to take a gradient of: training is twice the forward pass", () => {
  expect(flopsPerImage([])).toEqual({ training: 2 * 15_680, evaluation: 15_680 });
});
