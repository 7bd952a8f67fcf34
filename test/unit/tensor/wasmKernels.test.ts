import { afterAll, describe, expect, test } from "vitest";
import { type Kernels, reference } from "../../../src/tensor";
import { arena } from "../../../src/tensor/Arena";
import type { UnaryOp } from "../../../src/tensor/kernels";
import { firstDifference, makeKernels, type Random, random, wasmVariants } from "./wasmFixture";

const seed = Number(process.env.FUZZ_SEED ?? Date.now() % 1_000_000);
const edges = [1, 2, 3, 4, 5, 6, 7, 8, 13, 15, 16, 17, 31, 33, 64, 97];
const lengths = [1, 3, 7, 8, 9, 100, 8191, 8193, 20_000];

/**
 * Runs an operation with the reference and with `kernels` on the same values, and checks that all `arrays` agree
 * afterwards. @param what the operation, for the message of a failure
 */
function expectAgreement(
  kernels: Kernels,
  arrays: readonly Float32Array[],
  tolerance: number,
  what: string,
  run: (kernels: Kernels) => void,
): void {
  const before = arrays.map((array) => array.slice());
  run(reference);
  const expected = arrays.map((array) => array.slice());
  arrays.forEach((array, i) => {
    array.set(before[i]!);
  });
  run(kernels);
  arrays.forEach((array, at) => {
    const wrong = firstDifference(array, expected[at]!, tolerance);
    if (wrong < 0) return;
    const place = `${what}, array ${at}, element ${wrong}, seed ${seed}`;
    expect.fail(`${array[wrong]} for ${expected[at]![wrong]}: ${place}`);
  });
}

function release(arrays: readonly Float32Array[]): void {
  for (const array of arrays) {
    arena.release(array);
  }
}

describe.each(wasmVariants.map(({ variant }) => variant))("$name kernels", ({ name }) => {
  const kernels = makeKernels(name, 2);
  afterAll(() => kernels.close());

  function expectProduct({ floats, integer }: Random, m: number, n: number, k: number): void {
    const arrays = [floats(m * k), floats(k * n), floats(m * n), floats(n)] as const;
    const [a, b, out, bias] = arrays;
    const form = {
      aTransposed: integer(2) === 1,
      bTransposed: integer(2) === 1,
      accumulate: integer(2) === 1,
      relu: integer(2) === 1,
      ...(integer(2) === 1 ? { bias } : {}),
    };
    const what = `[${m}, ${k}] · [${k}, ${n}] ${Object.entries(form).flatMap(([key, on]) => (on ? key : []))}`;
    expectAgreement(kernels, [out], 1e-6 * Math.sqrt(k), what, (on) =>
      on.matmul({ m, n, k, a, b, out, ...form }),
    );
    release(arrays);
  }

  test(`a product of any form and size is the reference's (seed ${seed})`, () => {
    const generator = random(seed);
    const pick = () => edges[generator.integer(edges.length)]!;
    for (let round = 0; round < 400; round++) {
      expectProduct(generator, pick(), pick(), pick());
    }
  });

  test.each([
    [1000, 1, 3],
    [1, 1000, 3],
    [3, 5, 3000],
    [1, 512, 784],
    [64, 10, 512],
    [300, 200, 1],
    [65, 33, 1025],
  ])("a product of [%i, %i] over %i is the reference's in every form", (m, n, k) => {
    const generator = random(seed);
    for (let round = 0; round < 12; round++) {
      expectProduct(generator, m, n, k);
    }
  });

  test("a product leaves everything around its output unchanged", () => {
    const { floats } = random(seed);
    const [m, n, k] = [13, 9, 5];
    const [a, b, around] = [floats(m * k), floats(k * n), floats(m * n + 128)];
    const before = around.slice();
    for (const bTransposed of [false, true]) {
      const out = around.subarray(64, 64 + m * n);
      kernels.matmul({ m, n, k, a, b, bTransposed, out });
      expect(around.subarray(0, 64)).toEqual(before.subarray(0, 64));
      expect(around.subarray(64 + m * n)).toEqual(before.subarray(64 + m * n));
    }
  });

  test("elementwise operations and their gradients are the reference's, special values included", () => {
    const ops: UnaryOp[] = [
      "neg",
      "exp",
      "log",
      "sqrt",
      "tanh",
      "sigmoid",
      "relu",
      "abs",
      "leakyRelu",
      "gelu",
    ];
    const special = [0, -0, 1e-30, -1e-30, 88, -88, 200, -200, Infinity, -Infinity, Number.NaN];
    const { floats } = random(seed);
    for (const length of lengths) {
      const arrays = [floats(length), floats(length), floats(length), floats(length)] as const;
      const [x, y, dy, dx] = arrays;
      x.set(special.slice(0, length), 0);
      for (const op of ops) {
        const parameter = 0.01;
        expectAgreement(kernels, [y], 2e-7, op, (on) => on.unary({ op, x, out: y, parameter }));
        expectAgreement(kernels, [dx], 1e-6, `${op} backward`, (on) =>
          on.unaryBackward({ op, x, y, dy, dx, parameter }),
        );
      }
      for (const op of ["add", "sub", "mul", "div"] as const) {
        for (const bStride of [1, 0]) {
          const strides = { shape: [length], aStrides: [1], bStrides: [bStride] };
          expectAgreement(kernels, [dx], 1e-7, op, (on) =>
            on.binary({ op, a: dy, b: y, out: dx, ...strides }),
          );
        }
      }
      expectAgreement(kernels, [dx], 1e-7, "addScaled", (on) => on.addScaled(dx, dy, -0.3));
      release(arrays);
    }
  });

  test("exp has a relative error below 1e-7 from the least to the greatest float", () => {
    const count = 20_000;
    const [x, out] = [arena.float32(count), arena.float32(count)];
    for (let i = 0; i < count; i++) {
      x[i] = -87 + (175.7 * i) / count;
    }
    kernels.unary({ op: "exp", x, out });
    const worst = out.reduce((most, y, i) => Math.max(most, Math.abs(y / Math.exp(x[i]!) - 1)), 0);
    expect(worst).toBeLessThan(1e-7);
    release([x, out]);
  });

  test("softmax, cross entropy and their gradients are the reference's", () => {
    const { floats, integer } = random(seed);
    for (const [rows, cols] of [
      [1, 1],
      [3, 2],
      [64, 10],
      [7, 17],
      [600, 33],
      [2, 1000],
    ] as const) {
      const arrays = [floats(rows * cols), floats(rows * cols), floats(rows * cols), floats(rows)] as const;
      const [x, y, dx, out] = arrays;
      for (let i = 0; i < x.length; i++) {
        x[i] = 20 * x[i]!;
      }
      const targets = Int32Array.from({ length: rows }, () => integer(cols));
      const name = `[${rows}, ${cols}]`;
      const row = { rows, cols };
      expectAgreement(kernels, [y], 2e-7, `softmax ${name}`, (on) => on.softmax({ ...row, x, out: y }));
      expectAgreement(kernels, [dx], 1e-6, `softmax backward ${name}`, (on) =>
        on.softmaxBackward({ ...row, y, dy: x, dx }),
      );
      expectAgreement(kernels, [y], 2e-7, `log softmax ${name}`, (on) =>
        on.logSoftmax({ ...row, x, out: y }),
      );
      expectAgreement(kernels, [dx], 1e-6, `log softmax backward ${name}`, (on) =>
        on.logSoftmaxBackward({ ...row, y, dy: x, dx }),
      );
      for (const reduction of ["mean", "sum", "none"] as const) {
        for (const labelSmoothing of [0, 0.1]) {
          const loss = { ...row, targets, labelSmoothing, reduction, logProbabilities: y };
          expectAgreement(kernels, [out, y], 2e-7, `cross entropy ${name}`, (on) =>
            on.crossEntropy({ ...loss, logits: x, out }),
          );
          expectAgreement(kernels, [dx], 1e-6, `cross entropy backward ${name}`, (on) =>
            on.crossEntropyBackward({ ...loss, dy: out, dx }),
          );
        }
      }
      release(arrays);
    }
  });

  test("a row with NaN has a log-softmax of NaN, and other rows are unaffected", () => {
    const x = arena.float32(6);
    x.set([1, Number.NaN, 2, 1, 1, 1]);
    kernels.logSoftmax({ rows: 2, cols: 3, x, out: x });
    expect([...x]).toEqual([NaN, NaN, NaN, ...Array(3).fill(Math.fround(-Math.log(3)))]);
    release([x]);
  });

  test("sums over rows, columns and everything are the reference's", () => {
    const { floats, integer } = random(seed);
    for (const [outer, n, inner] of [
      [1, 64, 512],
      [1, 1, 5],
      [3, 7, 130],
      [64, 10, 1],
      [1, 100_003, 1],
      [5, 0, 3],
      [2, 300, 17],
    ] as const) {
      const arrays = [floats(outer * n * inner), floats(outer * inner)] as const;
      const [x, out] = arrays;
      const task = { outer, n, inner, x, out, scale: 1 / (1 + integer(9)) };
      for (const accumulate of [false, true]) {
        expectAgreement(kernels, [out], 1e-7, `sum [${outer}, ${n}, ${inner}]`, (on) =>
          on.sum({ ...task, accumulate }),
        );
      }
      release(arrays);
    }
  });

  test("an element that is not finite is found at any index", () => {
    const { floats, integer } = random(seed);
    for (const length of [...lengths, 16, 100_003]) {
      const x = floats(length);
      x.fill(3.4e38, 0, length / 2);
      expect(kernels.allFinite(x), `${length} elements`).toBe(true);
      for (const special of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
        for (const at of [0, length - 1, integer(length)]) {
          const before = x[at]!;
          x[at] = special;
          expect(kernels.allFinite(x), `${special} at ${at} of ${length}`).toBe(false);
          x[at] = before;
        }
      }
      release([x]);
    }
  });

  test("optimizers update as the reference does", () => {
    const { floats } = random(seed);
    for (const length of lengths) {
      const arrays = [
        floats(length),
        floats(length),
        floats(length),
        floats(length),
        floats(length),
      ] as const;
      const [param, grad, first, second, third] = arrays;
      for (let i = 0; i < length; i++) {
        second[i] = Math.abs(second[i]!);
        third[i] = Math.abs(third[i]!);
      }
      const sgd = { param, grad, lr: 0.01, dampening: 0.1, weightDecay: 0.05 };
      for (const maximize of [false, true]) {
        expectAgreement(kernels, [param], 2e-7, "SGD", (on) =>
          on.sgdStep({ ...sgd, firstStep: false, momentum: 0, nesterov: false, maximize }),
        );
        for (const [firstStep, nesterov] of [
          [true, false],
          [false, false],
          [false, true],
        ] as const) {
          expectAgreement(kernels, [param, first], 3e-7, "SGD with momentum", (on) =>
            on.sgdStep({ ...sgd, momentumBuffer: first, firstStep, momentum: 0.9, nesterov, maximize }),
          );
        }
        const adam = {
          param,
          grad,
          expAvg: first,
          expAvgSq: second,
          lr: 0.01,
          beta1: 0.9,
          beta2: 0.999,
          eps: 1e-8,
        };
        for (const decoupledWeightDecay of [false, true]) {
          const task = { ...adam, step: 3, weightDecay: 0.01, decoupledWeightDecay, maximize };
          expectAgreement(kernels, [param, first, second], 1e-6, "Adam", (on) => on.adamStep(task));
          expectAgreement(kernels, [param, first, second, third], 1e-6, "Adam with amsgrad", (on) =>
            on.adamStep({ ...task, maxExpAvgSq: third }),
          );
        }
      }
      release(arrays);
    }
  });

  test("bytes become exactly the floats of a true division by 255", () => {
    const rows = 90;
    const rowLength = 256;
    const anywhere = Uint8Array.from({ length: rows * rowLength }, (_, i) => i + Math.floor(i / rowLength));
    const inArena = arena.uint8(anywhere.length);
    inArena.set(anywhere);
    for (const bytes of [anywhere, inArena]) {
      for (const selection of [{ indices: Int32Array.of(5, 0, 89, 5) }, { firstRow: 3 }]) {
        const out = arena.float32(4 * rowLength);
        expectAgreement(kernels, [out], 0, "bytes", (on) =>
          on.bytesToFloat({ bytes, rowLength, ...selection, out }),
        );
        release([out]);
      }
      const odd = arena.float32(5 * 7);
      expectAgreement(kernels, [odd], 0, "bytes", (on) =>
        on.bytesToFloat({ bytes, rowLength: 7, firstRow: 11, out: odd }),
      );
      release([odd]);
    }
  });
});

test("without relaxed SIMD, where products and sums are rounded apart, a product is the reference's to the bit", async () => {
  const kernels = makeKernels("wasm-simd128", 2);
  const { floats } = random(seed);
  for (const [m, n, k] of [
    [32, 130, 784],
    [64, 10, 512],
    [65, 33, 321],
    [7, 5, 641],
    [300, 70, 64],
  ] as const) {
    for (const aTransposed of [false, true]) {
      for (const bTransposed of [false, true]) {
        for (const bias of [undefined, floats(n)]) {
          const arrays = [floats(m * k), floats(k * n), floats(m * n)] as const;
          const [a, b, out] = arrays;
          const task = { m, n, k, a, b, aTransposed, bTransposed, bias, relu: true, out };
          const what = `[${m}, ${k}] · [${k}, ${n}] ${aTransposed} ${bTransposed}`;
          expectAgreement(kernels, [out], 0, what, (on) => on.matmul(task));
          release(arrays);
        }
      }
    }
  }
  await kernels.close();
});
