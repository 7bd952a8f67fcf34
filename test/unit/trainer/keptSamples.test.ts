import { expect, test } from "vitest";
import { keptSamples } from "../../../src/trainer/keptSamples";

test("the images that are not left out stay in their order", () => {
  expect(keptSamples(5, [])).toBeUndefined();
  expect(keptSamples(5, [1, 4])).toEqual(Int32Array.of(0, 2, 3));
});

test("an image that the set has not, or that is the last one left, is not left out", () => {
  expect(() => keptSamples(5, [1, 5])).toThrow(
    "The image 5 cannot be left out, as the training set has 5 images; the first is 0.",
  );
  expect(() => keptSamples(2, [0, 1])).toThrow("none is left to train on");
});
