import { describe, expect, test } from "vitest";
import type { Kernels } from "../../../src/tensor";
import { arena } from "../../../src/tensor/Arena";
import { makeKernels, random, wasmVariants } from "./wasmFixture";

/** Runs kernels that divide their work among threads. @returns all results; `done` resolves when no thread is left */
function computeEverything(name: string, threads: number) {
  const kernels = makeKernels(name, threads);
  const { floats } = random(3);
  const [m, n, k] = [67, 515, 300];
  const [x, w, bias, y, dx, dw] = [m * k, n * k, n, m * n, m * k, n * k].map(floats) as [
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  const multiplyBack = () => {
    kernels.matmul({ m, n: k, k: n, a: y, b: w, out: dx });
    kernels.matmul({ m: n, n: k, k: m, a: y, aTransposed: true, b: dx, out: dw });
  };
  for (let round = 0; round < 2; round++) {
    kernels.matmul({ m, n, k, a: x, b: w, bTransposed: true, bias, out: y, relu: true });
    multiplyBack();
    x.set(dx);
    kernels.unary({ op: "relu", x, out: x });
    kernels.matmul({ m, n, k, a: x, b: w, bTransposed: true, bias, out: y });
    kernels.logSoftmax({ rows: m, cols: n, x: y, out: y });
    multiplyBack();
    kernels.sum({ outer: 1, n: m, inner: n, x: y, out: bias, scale: 1e-3 });
    kernels.sgdStep({
      param: w,
      grad: dw,
      firstStep: false,
      lr: 1e-5,
      momentum: 0,
      dampening: 0,
      nesterov: false,
      weightDecay: 0,
      maximize: false,
    });
  }
  const results = [y, dx, dw, w, bias, ...computeImages(kernels)].map((array) =>
    Buffer.from(array.slice().buffer),
  );
  for (const array of [x, w, bias, y, dx, dw]) {
    arena.release(array);
  }
  return { results, done: kernels.close() };
}

/** Computes a convolution, a batch norm and a pooling, forward and backward, for two strides. @returns all results */
function computeImages(kernels: Kernels): Float32Array[] {
  const { floats } = random(4);
  const [images, ins, outs] = [19, 5, 17];
  return [1, 2].flatMap((stride) => {
    const axis = { input: 12, taps: 3, output: 12 / stride, stride, padding: 1, dilation: 1 };
    const shape = { images, inChannels: ins, outChannels: outs, groups: 1, rows: axis, cols: axis };
    const windows = { input: axis.output, window: 2, output: axis.output / 2, stride: 2, padding: 0 };
    const size = images * outs * axis.output ** 2;
    const lengths = [images * ins * 144, outs * ins * 9, outs, size, size / 4, outs, outs, outs, outs];
    const [x, weight, bias, y, pooled, mean, variance, dWeight, dBias] = lengths.map(floats) as Nine;
    const [dx, dFilters] = [floats(x.length), floats(weight.length)];
    const [dy, gradient, normal] = [floats(size), floats(size), floats(size)];
    const channels = { batch: images, channels: outs, inner: axis.output ** 2, x: y, mean, variance };
    const norm = { ...channels, eps: 1e-5, ofBatch: true };
    const pool = { planes: images * outs, rows: windows, cols: windows, x: normal };
    kernels.conv2d({ shape, x, weight, bias, out: y });
    kernels.batchNorm({ ...norm, relu: true, out: normal });
    kernels.maxPool2d({ ...pool, out: pooled });
    kernels.maxPool2dBackward({ ...pool, y: pooled, dy: pooled, dx: dy });
    kernels.batchNormBackward({ ...norm, reluOutput: normal, dy, dx: gradient, dWeight, dBias });
    kernels.conv2dInputGradient({ shape, weight, dy: gradient, dx });
    kernels.conv2dWeightGradient({ shape, x, dy: gradient, dWeight: dFilters });
    const results = [y, normal, pooled, gradient, dWeight, dBias, dx, dFilters].map((array) => array.slice());
    for (const array of [x, weight, bias, y, pooled, mean, variance, dWeight, dBias]) arena.release(array);
    for (const array of [dx, dFilters, dy, gradient, normal]) arena.release(array);
    return results;
  });
}

type Nine = [
  Float32Array,
  Float32Array,
  Float32Array,
  Float32Array,
  Float32Array,
  Float32Array,
  Float32Array,
  Float32Array,
  Float32Array,
];

describe.each(wasmVariants.map(({ variant }) => variant.name))("%s threads", (name) => {
  test("results are the same, bit for bit, for any number of threads", async () => {
    const alone = computeEverything(name, 1);
    for (const threads of [2, 5]) {
      const together = computeEverything(name, threads);
      const isSame = together.results.map((bytes, index) => bytes.equals(alone.results[index]!));
      expect(isSame, `${threads} threads`).toEqual(alone.results.map(() => true));
      await together.done;
    }
  });

  test("results stay right while workers start, sleep and wake", async () => {
    const kernels = makeKernels(name, 3);
    const [x, out] = [arena.float32(100_000).fill(1), arena.float32(1)];
    let rounds = 0;
    for (const pause of [0, 0, 1, 20, 0, 60, 0]) {
      await new Promise((resolve) => setTimeout(resolve, pause));
      for (let i = 0; i < 50; i++, rounds++) {
        kernels.addScaled(x, x, 0.01);
        kernels.addScaled(x, x, -0.01);
      }
      kernels.sum({ outer: 1, n: x.length, inner: 1, x, out });
      expect(new Set(x).size).toBe(1);
      expect(out[0]! / (x.length * (1 - 1e-4) ** rounds)).toBeCloseTo(1, 3);
    }
    await kernels.close();
    arena.release(x);
    arena.release(out);
  });
});
