import { describe, expect, test } from "vitest";
import { arena } from "../../../src/tensor/Arena";
import { makeKernels, random, wasmVariants } from "./wasmFixture";

/** Several steps of everything that runs on several threads; @returns all results. */
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
  for (let round = 0; round < 4; round++) {
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
  const results = [y, dx, dw, w, bias].map((array) => Buffer.from(Float32Array.from(array).buffer));
  for (const array of [x, w, bias, y, dx, dw]) {
    arena.release(array);
  }
  return { results, done: kernels.close() };
}

describe.each(wasmVariants.map(({ variant }) => variant.name))("%s threads", (name) => {
  test("results are the same, bit for bit, for any number of threads", async () => {
    const alone = computeEverything(name, 1);
    for (const threads of [2, 3, 8]) {
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
