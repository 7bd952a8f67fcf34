import { expect, test } from "vitest";
import { DataLoader } from "../../../src/data/DataLoader";
import type { ImageDataset } from "../../../src/data/ImageDataset";
import { datasets } from "../../../src/datasets/datasets";
import { arena, defaultGenerator, Generator, manualSeed, type Tensor, tidy } from "../../../src/tensor";

/** A data set whose images have their index modulo 256 as first byte, and 255 minus that number as last byte. */
function numbered(length: number): ImageDataset {
  const images = new Uint8Array(length * 784);
  for (let i = 0; i < length; i++) {
    images[i * 784] = i;
    images[i * 784 + 783] = 255 - i;
  }
  const labels = Uint8Array.from({ length }, (_, i) => i % 10);
  return { ...datasets.sample, length, images, labels };
}

/** The indices of the samples of an epoch, batch by batch. */
function epoch(loader: DataLoader): number[][] {
  return Array.from(loader, ([X]) => indices(X));
}

function indices(X: Tensor): number[] {
  const found = Array.from({ length: X.shape[0]! }, (_, i) => Math.round(X.data[i * 784]! * 255));
  X.dispose();
  return found;
}

test("batches come in order and the last one holds the rest", () => {
  const loader = new DataLoader(numbered(10), { batchSize: 4 });
  expect(loader.length).toBe(3);
  expect(epoch(loader)).toEqual([
    [0, 1, 2, 3],
    [4, 5, 6, 7],
    [8, 9],
  ]);
});

test("a batch is [b, 1, 28, 28] of byte / 255 in float32, with its labels", () => {
  const [[X, y]] = new DataLoader(numbered(200), { batchSize: 3 });
  expect(X.shape).toEqual([3, 1, 28, 28]);
  expect(X.data[784]).toBe(Math.fround(1 / 255));
  expect(X.data[3 * 784 - 1]).toBe(Math.fround(253 / 255));
  expect(y).toEqual(new Int32Array([0, 1, 2]));
});

test("shuffled labels stay with their images", () => {
  manualSeed(42);
  for (const [X, y] of new DataLoader(numbered(50), { batchSize: 7, shuffle: true })) {
    expect([...y]).toEqual(indices(X).map((index) => index % 10));
  }
});

test("shuffling draws the same order as torch.utils.data.DataLoader", () => {
  // In PyTorch, an epoch draws two int64 of two words each: a base seed, and the seed of a generator for the order.
  const words = new Generator(42);
  const [, , , seed] = [words.random32(), words.random32(), words.random32(), words.random32()];
  manualSeed(42);
  const order = epoch(new DataLoader(numbered(100), { batchSize: 9, shuffle: true })).flat();
  expect(order).toEqual([...new Generator(seed!).randperm(100)]);
});

test.each([
  [false, 2],
  [true, 4],
])("an epoch with shuffle=%s takes %i words of the default generator", (shuffle, words) => {
  manualSeed(3);
  epoch(new DataLoader(numbered(10), { batchSize: 4, shuffle }));
  const next = defaultGenerator.random32();
  const generator = new Generator(3);
  for (let i = 0; i < words; i++) generator.random32();
  expect(next).toBe(generator.random32());
});

test.each([false, true])(
  "a pass over some samples is that of a torch.utils.data.Subset, with shuffle=%s",
  (shuffle) => {
    const samples = Int32Array.of(1, 2, 4, 8, 16, 32, 64);
    const options = { batchSize: 3, shuffle };
    manualSeed(42);
    const loader = new DataLoader(numbered(100), { ...options, samples });
    expect(loader.length).toBe(3);
    const drawn = epoch(loader);
    expect(drawn.map(({ length }) => length)).toEqual([3, 3, 1]);
    manualSeed(42);
    const places = epoch(new DataLoader(numbered(samples.length), options)).flat();
    expect(drawn.flat()).toEqual(places.map((place) => samples[place]));
    const [[, labels]] = loader;
    expect(labels).toHaveLength(3);
  },
);

test("a pass over some samples is resumed at the position where it stopped", () => {
  const loader = new DataLoader(numbered(10), { batchSize: 2, samples: Int32Array.of(1, 3, 5, 7, 9) });
  const iterator = loader[Symbol.iterator]();
  iterator.next();
  const rest = Array.from(iterator, ([X]) => indices(X));
  expect(rest).toEqual([[5, 7], [9]]);
  expect(Array.from(loader.resume({ position: 2 }), ([X]) => indices(X))).toEqual(rest);
  expect(() => loader.resume({ position: 6 })).toThrow("of length 5");
});

test("the base seed is drawn when iteration begins, the order with the first batch", () => {
  manualSeed(3);
  const iterator = new DataLoader(numbered(10), { shuffle: true })[Symbol.iterator]();
  const generator = new Generator(3);
  generator.random64();
  expect(defaultGenerator.getState()).toEqual(generator.getState());
  iterator.next();
  generator.random64();
  expect(defaultGenerator.getState()).toEqual(generator.getState());
});

test("every epoch has its own order", () => {
  const loader = new DataLoader(numbered(100), { batchSize: 100, shuffle: true });
  expect(epoch(loader)).not.toEqual(epoch(loader));
});

test("order holds an epoch's order, and position the number of samples taken", () => {
  const iterator = new DataLoader(numbered(10), { batchSize: 4, shuffle: true })[Symbol.iterator]();
  const first = indices(iterator.next().value![0]);
  expect(iterator.position).toBe(4);
  expect([...iterator.order!.subarray(0, 4)]).toEqual(first);
  iterator.next();
  iterator.next();
  expect(iterator.position).toBe(10);
  expect(iterator.next()).toEqual({ done: true, value: undefined });
});

test.each([false, true])("a batch may hold all 60,000 samples (shuffle=%s)", (shuffle) => {
  const iterator = new DataLoader(numbered(60_000), { batchSize: 60_000, shuffle })[Symbol.iterator]();
  const [X, y] = iterator.next().value!;
  expect(X.shape).toEqual([60_000, 1, 28, 28]);
  const isMisplaced = (label: number, i: number) => {
    const sample = iterator.order?.[i] ?? i;
    return label !== sample % 10 || Math.round(X.data[i * 784]! * 255) !== sample % 256;
  };
  expect(y).toHaveLength(60_000);
  expect(y.findIndex(isMisplaced)).toBe(-1);
  expect(iterator.next().done).toBe(true);
  X.dispose();
});

test.each([false, true])("a pass is resumed at its place, with shuffle=%s", (shuffle) => {
  manualSeed(3);
  const loader = new DataLoader(numbered(10), { batchSize: 4, shuffle });
  const iterator = loader[Symbol.iterator]();
  iterator.next();
  const { order, position } = iterator;
  const rest = Array.from(iterator, ([X]) => indices(X));
  const state = defaultGenerator.getState();
  expect(Array.from(loader.resume({ order, position }), ([X]) => indices(X))).toEqual(rest);
  expect(defaultGenerator.getState()).toEqual(state);
});

test.each([
  { position: 11 },
  { position: 4, order: new Int32Array(9) },
  { position: 4, order: Int32Array.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 10) },
])("a pass over other data is not resumed", (pass) => {
  expect(() => new DataLoader(numbered(10)).resume(pass)).toThrow("not one over this data set of length 10");
});

test("a data set without samples has no batches", () => {
  expect(epoch(new DataLoader(numbered(0), { batchSize: 4 }))).toEqual([]);
});

test("a batch made in a scope is released with the scope, and an epoch leaks no memory", () => {
  const loader = new DataLoader(numbered(200), { batchSize: 64 });
  const before = arena.usedBytes;
  const [X] = tidy(() => {
    const [batch] = loader;
    return [batch![1]];
  });
  expect(X).toHaveLength(64);
  epoch(loader);
  expect(arena.usedBytes).toBe(before);
});

test.each([0, -1, 2.5, Number.NaN])("a batch size of %s is refused", (batchSize) => {
  expect(() => new DataLoader(numbered(1), { batchSize })).toThrow(
    `DataLoader: batchSize must be a whole number from 1, not ${batchSize}.`,
  );
});
