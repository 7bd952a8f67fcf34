import { expect, test } from "vitest";
import { DataLoader } from "../../../src/data/DataLoader";
import type { ImageDataset } from "../../../src/data/ImageDataset";
import { sampleDataset } from "../../../src/data/sample/sampleDataset";
import { datasets } from "../../../src/datasets/datasets";
import { selectKernels } from "../../../src/model/selectKernels";
import { defaultGenerator, manualSeed, nn, noGrad, optim, tidy } from "../../../src/tensor";
import { sha256 } from "../../unit/data/smallDataset";

const { train, test: testSet } = sampleDataset();

test("the sample set has 4,000 training and 1,000 test images of 28×28, as many of each class", () => {
  for (const [set, length] of [
    [train, 4000],
    [testSet, 1000],
  ] as const) {
    expect([set.length, set.images.length, set.labels.length]).toEqual([length, length * 784, length]);
    const counts = datasets.sample.classes.map(
      (_, label) => set.labels.filter((other) => other === label).length,
    );
    expect(counts).toEqual(new Array(10).fill(length / 10));
  }
});

test("the same seed draws the same images, another seed others", () => {
  const draw = (seed?: number) =>
    sha256(sampleDataset({ seed, trainSamples: 50, testSamples: 10 }).test.images);
  expect(draw()).toBe(draw());
  expect(draw(2)).not.toBe(draw());
});

test("no image is repeated", () => {
  const images = new Set<string>();
  for (const set of [train, testSet]) {
    for (let i = 0; i < set.length; i++) images.add(sha256(set.images.subarray(i * 784, (i + 1) * 784)));
  }
  expect(images.size).toBe(5000);
});

test("every image shows something on a black background", () => {
  for (let i = 0; i < train.length; i++) {
    const image = train.images.subarray(i * 784, (i + 1) * 784);
    const lit = image.reduce((count, byte) => count + (byte > 20 ? 1 : 0), 0);
    if (lit < 30 || lit > 700) expect.fail(`image ${i} has ${lit} lit pixels`);
  }
});

test("drawing the set does not use the default generator", () => {
  manualSeed(7);
  sampleDataset({ trainSamples: 10, testSamples: 10 });
  const drawn = defaultGenerator.random32();
  expect(drawn).toBe(manualSeed(7).random32());
});

test("a linear model learns the set but not wholly, and a model with a hidden layer learns more", async () => {
  await selectKernels({ threads: 1, kernels: "wasm-simd128" });
  manualSeed(1);
  const linear = accuracyOf(new nn.Sequential(new nn.Flatten(), new nn.Linear(784, 10)));
  const hidden = accuracyOf(
    new nn.Sequential(new nn.Flatten(), new nn.Linear(784, 64), new nn.ReLU(), new nn.Linear(64, 10)),
  );
  console.log(`sample set: linear model ${linear}, one hidden layer ${hidden}`);
  expect(linear).toBeGreaterThan(0.7);
  expect(linear).toBeLessThan(0.9);
  expect(hidden).toBeGreaterThan(linear + 0.02);
});

/** Accuracy (0 to 1) on the sample's test set after a short training. */
function accuracyOf(model: nn.Sequential): number {
  const optimizer = new optim.Adam([...model.parameters()], { lr: 2e-3 });
  const lossFn = new nn.CrossEntropyLoss();
  const loader = new DataLoader(train, { batchSize: 50, shuffle: true });
  for (let epoch = 0; epoch < 7; epoch++) {
    if (epoch === 5) optimizer.lr = 3e-4;
    for (const [X, y] of loader) {
      tidy(() => {
        optimizer.zeroGrad();
        lossFn.forward(model.forward(X), y).backward();
        optimizer.step();
      });
      X.dispose();
    }
  }
  return accuracyOn(testSet, model);
}

function accuracyOn(set: ImageDataset, model: nn.Sequential): number {
  let right = 0;
  for (const [X, y] of new DataLoader(set, { batchSize: 500 })) {
    const predicted = tidy(() => noGrad(() => model.forward(X).argmax(1)));
    right += y.filter((label, i) => label === predicted[i]).length;
    X.dispose();
  }
  return right / set.length;
}
