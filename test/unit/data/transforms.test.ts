import { expect, test } from "vitest";
import { DataLoader } from "../../../src/data/DataLoader";
import { type Transforms, transformImage } from "../../../src/data/transforms";
import { datasets } from "../../../src/datasets/datasets";
import { defaultGenerator, manualSeed } from "../../../src/tensor";
import { jsonFixture } from "../tensor/fixture";

const { transforms } = jsonFixture<{
  transforms: { seed: number; options: Transforms; outputs: number[][] }[];
}>("transforms.json");

test.each(transforms)("$options gives the images of torchvision", ({ seed, options, outputs }) => {
  const image = Uint8Array.from({ length: 64 }, (_, i) => i);
  const out = new Uint8Array(64);
  manualSeed(seed);
  for (const expected of outputs) {
    transformImage(image, [1, 8, 8], options, out);
    expect([...out]).toEqual(expected);
  }
});

test("a loader transforms the images of a shuffled batch with the random numbers drawn after the order", () => {
  const [length, size] = [20, 784];
  const images = Uint8Array.from({ length: length * size }, (_, i) => (i * 7) % 251);
  const dataset = { ...datasets.sample, length, images, labels: new Uint8Array(length) };
  const options = { cropPadding: 2, horizontalFlip: 0.5 };
  const loader = new DataLoader(dataset, { batchSize: 8, shuffle: true, transforms: options });
  manualSeed(1);
  const pass = loader[Symbol.iterator]();
  const [X] = pass.next().value!;
  const after = defaultGenerator.getState();

  manualSeed(1);
  new DataLoader(dataset, { batchSize: 8, shuffle: true })[Symbol.iterator]().next().value![0].dispose();
  const expected = Array.from(pass.order!.subarray(0, 8), (index) => {
    const out = new Uint8Array(size);
    transformImage(images.subarray(index * size, (index + 1) * size), [1, 28, 28], options, out);
    return [...out];
  }).flat();
  expect(Array.from(X.data, (value) => Math.round(value * 255))).toEqual(expected);
  expect(defaultGenerator.getState()).toEqual(after);
  X.dispose();
});
