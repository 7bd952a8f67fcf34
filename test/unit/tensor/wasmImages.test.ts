import { afterAll, describe, expect, test } from "vitest";
import {
  functional,
  Generator,
  type Kernels,
  reference,
  kernels as selected,
  setKernels,
  sizeOf,
  tensor,
  tidy,
} from "../../../src/tensor";
import { arena } from "../../../src/tensor/Arena";
import type { WindowAxis } from "../../../src/tensor/kernels";
import { firstDifference, makeKernels, type Random, random, wasmVariants } from "./wasmFixture";

const seed = Number(process.env.FUZZ_SEED ?? Date.now() % 1_000_000);

function expectAgreement(
  kernels: Kernels,
  results: readonly Float32Array[],
  tolerance: number,
  what: string,
  run: (on: Kernels) => void,
): void {
  run(reference);
  const expected = results.map((array) => array.slice());
  for (const array of results) array.fill(7);
  run(kernels);
  results.forEach((array, at) => {
    const wrong = firstDifference(array, expected[at]!, tolerance);
    if (wrong < 0) return;
    const place = `${what}, array ${at}, element ${wrong}, seed ${seed}`;
    expect.fail(`${array[wrong]} for ${expected[at]![wrong]}: ${place}`);
  });
}

function drawWindows({ integer }: Random): WindowAxis {
  const halves = integer(2) === 1;
  const window = halves ? 2 : 1 + integer(4);
  const stride = halves ? 2 : 1 + integer(4);
  const padding = halves ? 0 : integer(Math.floor(window / 2) + 1);
  const input = Math.max(1, window - 2 * padding) + integer(20);
  return { input, window, stride, padding, output: Math.floor((input + 2 * padding - window) / stride) + 1 };
}

type Windows = [Omit<WindowAxis, "output">, Omit<WindowAxis, "output">];

describe.each(wasmVariants.map(({ variant }) => variant.name))("%s kernels of images", (name) => {
  const before = selected();
  const kernels = makeKernels(name, 2);
  afterAll(async () => {
    setKernels(before);
    await kernels.close();
  });

  test(`max pooling and its gradient are the reference's, with ties and NaN (seed ${seed})`, () => {
    const generator = random(seed);
    for (let round = 0; round < 40; round++) {
      const [rows, cols] = [drawWindows(generator), drawWindows(generator)];
      const planes = 1 + generator.integer(40);
      const x = generator.floats(planes * rows.input * cols.input);
      const size = planes * rows.output * cols.output;
      const [y, dy, dx] = [generator.floats(size), generator.floats(size), generator.floats(x.length)];
      x.forEach((value, i) => {
        x[i] = Math.round(2 * value) / 2;
      });
      x[generator.integer(x.length)] = Number.NaN;
      const what = JSON.stringify({ planes, rows, cols });
      const task = { planes, rows, cols, x };
      expectAgreement(kernels, [y], 0, what, (on) => on.maxPool2d({ ...task, out: y }));
      expectAgreement(kernels, [dx], 1e-6, `gradient of ${what}`, (on) =>
        on.maxPool2dBackward({ ...task, y, dy, dx }),
      );
      for (const array of [x, y, dy, dx]) arena.release(array);
    }
  });

  test("batch norm and its gradients are the reference's", () => {
    const { floats, integer } = random(seed);
    for (const [batch, channels, inner] of [
      [64, 3, 49],
      [7, 5, 1],
      [2, 1, 1],
      [3, 4, 200],
      [5, 2, 13],
    ] as const) {
      const size = batch * channels * inner;
      const [x, dy, out, dx] = [floats(size), floats(size), floats(size), floats(size)];
      const [mean, variance, weight, bias, dWeight, dBias] = Array.from({ length: 6 }, () =>
        floats(channels),
      ) as [Float32Array, Float32Array, Float32Array, Float32Array, Float32Array, Float32Array];
      for (const ofBatch of [true, false]) {
        for (const relu of [true, false]) {
          variance.fill(0.5);
          const affine = integer(2) === 1 ? { weight, bias } : {};
          const task = { batch, channels, inner, x, ofBatch, mean, variance, eps: 1e-5 };
          const what = `[${batch}, ${channels}, ${inner}] ${ofBatch} ${relu}`;
          const results = ofBatch ? [out, mean, variance] : [out];
          expectAgreement(kernels, results, 1e-5, what, (on) =>
            on.batchNorm({ ...task, ...affine, relu, out }),
          );
          const gradient = { dy, dx, dWeight, dBias, reluOutput: relu ? out : undefined };
          expectAgreement(kernels, [dx, dWeight, dBias], 2e-5, `gradient of ${what}`, (on) =>
            on.batchNormBackward({ ...task, weight: affine.weight, ...gradient }),
          );
        }
      }
      for (const array of [x, dy, out, dx, mean, variance, weight, bias, dWeight, dBias])
        arena.release(array);
    }
  });

  test("dropout masks are the reference's, and leave the generator in the same state", () => {
    const [mine, its] = [new Generator(seed), new Generator(seed)];
    for (const p of [0, 0.25, 0.5, 0.9, 1]) {
      for (const length of [1, 3, 8, 700, 3001]) {
        // One more word is drawn from both generators, so that some masks begin at an odd word.
        if (length === 3) expect(mine.random32()).toBe(its.random32());
        const [out, expected] = [arena.float32(length), arena.float32(length)];
        kernels.dropoutMask({ generator: mine, p, out });
        reference.dropoutMask({ generator: its, p, out: expected });
        expect(out).toEqual(expected);
        for (const array of [out, expected]) arena.release(array);
      }
    }
    expect(mine.getState()).toEqual(its.getState());
  });

  test(`mean pooling and its gradient are the reference's, with and without padding (seed ${seed})`, () => {
    const generator = random(seed);
    const ofImage = { input: 3, window: 5, stride: 1, padding: 1 };
    for (let round = 0; round < 40; round++) {
      // In every fourth round, the window is larger than the image.
      const [rows, cols] = [0, 1].map(() => (round % 4 === 0 ? ofImage : drawWindows(generator))) as Windows;
      const shape = [1 + generator.integer(40), rows.input, cols.input];
      const values = generator.floats(sizeOf(shape));
      const pooled = (on: Kernels, countIncludePad: boolean) => {
        setKernels(on);
        const x = tensor(values, shape, { requiresGrad: true });
        const padding: [number, number] = [rows.padding, cols.padding];
        const stride: [number, number] = [rows.stride, cols.stride];
        const out = functional.avgPool2d(x, [rows.window, cols.window], { stride, padding, countIncludePad });
        out.mul(out).sum().backward();
        return [out.data, x.grad!.data];
      };
      for (const countIncludePad of [true, false])
        tidy(() => {
          const expected = pooled(reference, countIncludePad);
          const what = JSON.stringify({ shape, rows, cols, countIncludePad });
          pooled(kernels, countIncludePad).forEach((array, at) => {
            const wrong = firstDifference(array, expected[at]!, 1e-5);
            if (wrong >= 0) expect.fail(`${array[wrong]} for ${expected[at]![wrong]}: ${what}, array ${at}`);
          });
        });
      arena.release(values);
    }
  });
});
