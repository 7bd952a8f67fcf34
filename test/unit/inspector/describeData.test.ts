import { expect, test } from "vitest";
import type { ImageDataset } from "../../../src/data";
import { datasets } from "../../../src/datasets/datasets";
import { describeData } from "../../../src/inspector/describeData";

const size = 784;

/** A data set of these images: all pixels of an image have its brightness. */
function filled(...images: readonly [label: number, brightness: number][]): ImageDataset {
  return {
    ...datasets.sample,
    length: images.length,
    images: Uint8Array.from(images.flatMap(([, brightness]) => Array<number>(size).fill(brightness))),
    labels: Uint8Array.from(images, ([label]) => label),
  };
}

test("a set has the number of images of each class, and mean and deviation of all pixels", () => {
  const { sets } = describeData({ train: filled([0, 0], [2, 255], [2, 51]), test: filled([1, 102]) });
  expect(sets.train).toMatchObject({ samples: 3, counts: [1, 0, 2, 0, 0, 0, 0, 0, 0, 0] });
  expect(sets.train.mean).toBeCloseTo(0.4, 12);
  // The population's standard deviation: the root of the mean of 0.16, 0.36 and 0.04, the squared differences from 0.4.
  expect(sets.train.deviation).toBeCloseTo(Math.sqrt(0.56 / 3), 12);
  expect(sets.test.mean).toBeCloseTo(0.4, 12);
  expect(sets.test.deviation).toBeCloseTo(0, 6);
});

test("a class has its first images as examples, and the mean of its images, black if it has none", () => {
  const many = Array.from({ length: 12 }, (_, index) => [3, index] as [number, number]);
  const { examples, means } = describeData({
    train: filled([1, 10], [0, 9], [1, 21], ...many),
    test: filled([1, 1]),
  });
  expect([...examples.indices]).toEqual([1, 0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  expect(examples.images).toHaveLength(13 * size);
  expect([...examples.images.subarray(0, 2)]).toEqual([9, 9]);
  const meanOf = (label: number) => new Set(means.subarray(label * size, (label + 1) * size));
  expect(meanOf(0)).toEqual(new Set([9]));
  expect(meanOf(1)).toEqual(new Set([16]));
  expect(meanOf(2)).toEqual(new Set([0]));
});

test("images whose bytes equal an earlier image's are counted and listed, whatever their labels", () => {
  const { duplicates, pairs } = describeData({
    train: filled([0, 1], [1, 2], [2, 1], [3, 1]),
    test: filled([0, 7], [1, 2], [2, 7]),
  });
  expect(duplicates).toEqual({ train: 2, test: 1, between: 1 });
  expect(pairs).toEqual([
    { set: "train", index: 2, ofSet: "train", ofIndex: 0 },
    { set: "train", index: 3, ofSet: "train", ofIndex: 0 },
    { set: "test", index: 1, ofSet: "train", ofIndex: 1 },
    { set: "test", index: 2, ofSet: "test", ofIndex: 0 },
  ]);
});
