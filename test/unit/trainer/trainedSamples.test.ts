import { expect, test } from "vitest";
import { tutorialConfig } from "../../../src/runs/RunConfig";
import { trainedCount, validationCount, validationStart } from "../../../src/runs/trainingParts";
import { trainedSamples } from "../../../src/trainer/trainedSamples";

const dataset = (exclude: number[], validationSplit = 0) => ({
  ...tutorialConfig.dataset,
  exclude,
  validationSplit,
});

test("the images that are not left out stay in their order", () => {
  expect(trainedSamples(5, dataset([]))).toEqual({ train: undefined, validation: undefined });
  expect(trainedSamples(5, dataset([1, 4])).train).toEqual(Int32Array.of(0, 2, 3));
});

test("leaving out an image that is not in the set, or every image, is refused", () => {
  expect(() => trainedSamples(5, dataset([1, 5]))).toThrow(
    "dataset.exclude cannot be used: there is no training image 5, as the training set has 5 images; the first is 0",
  );
  expect(() => trainedSamples(2, dataset([0, 1]))).toThrow("dataset.exclude leaves none of the 2 images");
});

// The expected numbers are those of Keras's expression `int(math.floor(n * (1.0 - split)))`.
test.each([
  [0, 60_000, 60_000],
  [0.2, 4000, 3200],
  [0.1, 60_000, 54_000],
  [0.3, 7, 4],
  [0.33, 100, 67],
  [0.7 - 0.6, 10, 9],
  [0.5, 5, 2],
  [1e-6, 60_000, 59_999],
])("a validation split of %d of %d images trains on the first %d, as Keras does", (split, images, start) => {
  expect(validationStart(dataset([], split), images)).toBe(start);
  expect(validationCount(dataset([], split), images)).toBe(images - start);
});

test("the last images are held out; images that are left out are in neither part and do not move the boundary", () => {
  const parts = dataset([1, 7, 9], 0.3);
  expect(trainedSamples(10, parts)).toEqual({
    train: Int32Array.of(0, 2, 3, 4, 5, 6),
    validation: Int32Array.of(8),
  });
  expect([trainedCount(parts, 10), validationCount(parts, 10)]).toEqual([6, 1]);
});

test("a validation split needs an image to train on and one to validate on", () => {
  expect(() => trainedSamples(4, dataset([0, 1], 0.5))).toThrow(
    "dataset.validationSplit 0.5 leaves none of the 4 images to train on; choose a smaller one, or leave out fewer images",
  );
  expect(() => trainedSamples(4, dataset([2, 3], 0.5))).toThrow(
    "dataset.validationSplit 0.5 leaves none of the 4 images to validate on; choose a larger one, or leave out fewer images",
  );
  expect(() => trainedSamples(4, dataset([], 1e-17))).toThrow("leaves none of the 4 images to validate on");
});
