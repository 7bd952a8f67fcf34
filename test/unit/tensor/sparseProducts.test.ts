import { afterAll, describe, expect, test } from "vitest";
import { type Kernels, reference } from "../../../src/tensor";
import { Arena, arena } from "../../../src/tensor/Arena";
import { makeWasmKernels } from "../../../src/tensor/kernels/wasm/makeWasmKernels";
import { makeKernels, type Random, random, wasmVariants } from "./wasmFixture";

const seed = Number(process.env.FUZZ_SEED ?? Date.now() % 1_000_000);
const specials = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
const lengths = [32, 33, 47, 64, 65, 97, 104, 105, 128, 250, 321, 500, 641];

interface Product {
  m: number;
  n: number;
  k: number;
  a: Float32Array;
  b: Float32Array;
  bias?: Float32Array;
  aTransposed?: boolean;
  bTransposed?: boolean;
  accumulate?: boolean;
  relu?: boolean;
}

/** A random product in a random form. @param density share (0 to 1) of the elements of A that are not zero */
function product({ floats, integer }: Random, m: number, n: number, k: number, density: number): Product {
  const [a, b, bias] = [floats(m * k), floats(k * n), floats(n)];
  const chances = floats(m * k);
  for (let i = 0; i < a.length; i++) {
    // The product with 0 is 0 or −0, by the element's sign.
    if (chances[i]! >= 2 * density - 1) a[i]! *= 0;
  }
  arena.release(chances);
  const flag = () => integer(2) === 1;
  const form = { aTransposed: flag(), bTransposed: flag(), accumulate: flag(), relu: flag() };
  return { m, n, k, a, b, ...(flag() ? { bias } : {}), ...form };
}

/** Computes a product. @returns the 32 elements before its output, the output and the 32 elements after it */
function outcome(kernels: Kernels, task: Product, before: Float32Array): Float32Array {
  const around = arena.float32(before.length + 64);
  around.fill(7);
  const out = around.subarray(32, 32 + before.length);
  out.set(before);
  kernels.matmul({ ...task, out });
  const values = around.slice();
  arena.release(around);
  return values;
}

/** A character for each element: `0` for a finite number, `N` for NaN, `I` for Infinity or −Infinity. */
function kindsOf(values: Float32Array): string {
  return Array.from(values, (value) => (Number.isFinite(value) ? "0" : Number.isNaN(value) ? "N" : "I")).join(
    "",
  );
}

/** For each special value: four products whose B contains it, and the kinds of the elements of the expected outputs. */
const specialProducts = specials.map((special) =>
  [
    [false, false],
    [false, true],
    [true, false],
    [true, true],
  ].map(([aTransposed, bTransposed]) => {
    const generator = random(seed);
    const [m, n, k] = [70, 113, 130];
    const task: Product = { ...product(generator, m, n, k, 0.5), aTransposed, bTransposed };
    for (let i = 0; i < 5; i++) task.b[generator.integer(k * n)] = special;
    const before = generator.floats(m * n);
    return { task, before, kinds: kindsOf(outcome(reference, task, before)) };
  }),
);

function expectSame(got: Float32Array, expected: Float32Array, what: string): void {
  if (Buffer.from(got.buffer).equals(Buffer.from(expected.buffer))) return;
  const at = expected.findIndex((value, i) => !Object.is(got[i], value));
  expect(at < 0 ? "the same" : `${got[at]} for ${expected[at]} at ${at}`, what).toBe("the same");
}

function describeProduct({ m, n, k, a, b, bias, ...form }: Product): string {
  const flags = Object.entries({ ...form, bias }).flatMap(([key, on]) => (on ? key : []));
  return `[${m}, ${k}] · [${k}, ${n}] ${flags}, seed ${seed}`;
}

describe.each(wasmVariants.map(({ variant }) => variant))("a product of many zeros by $name", ({ name }) => {
  const dense = makeKernels(name, 2, "dense");
  const sparse = makeKernels(name, 2, "sparse");
  afterAll(async () => {
    await dense.close();
    await sparse.close();
  });

  test(`is the same to the bit with and without skipping zeros (seed ${seed})`, () => {
    const generator = random(seed);
    const pick = () => lengths[generator.integer(lengths.length)]!;
    for (let round = 0; round < 60; round++) {
      // A product of 257 rows or more is split by rows into tasks, so lengths up to 321 test both cases.
      const m = Math.min(pick(), 321);
      const task = product(generator, m, pick(), pick(), generator.integer(10) / 10);
      const before = generator.floats(task.m * task.n);
      const expected = outcome(dense, task, before);
      expectSame(outcome(sparse, task, before), expected, describeProduct(task));
      for (const array of [task.a, task.b, before]) arena.release(array);
    }
  });

  test("is the same to the bit where threads share the parts of its sums", async () => {
    const generator = random(seed);
    for (const threads of [1, 2, 3]) {
      const shared = makeKernels(name, threads, "sparse");
      for (const [m, n, k] of [
        [64, 512, 512],
        [33, 64, 321],
        [70, 104, 641],
      ] as const) {
        for (const aTransposed of [false, true]) {
          const { a, b } = product(generator, m, n, k, 0.5);
          const task: Product = { m, n, k, a, b, aTransposed };
          const before = generator.floats(m * n);
          expectSame(
            outcome(shared, task, before),
            outcome(dense, task, before),
            `${threads} threads, ${describeProduct(task)}`,
          );
          for (const array of [a, b, before]) arena.release(array);
        }
      }
      await shared.close();
    }
  });

  test.each(specials.map((special, at) => [special, at]))(
    "with %d in B has NaN and infinities where the reference has them",
    (_, at) => {
      for (const { task, before, kinds } of specialProducts[at]!) {
        const got = outcome(sparse, task, before);
        expect(kindsOf(got), describeProduct(task)).toBe(kinds);
        expectSame(got, outcome(dense, task, before), describeProduct(task));
      }
    },
  );
});

test("zeros are skipped across the middle of the address space", () => {
  const [m, n, k] = [64, 64, 784];
  const far = new Arena();
  const middle = 2 ** 31;
  far.uint8(1.75 * 2 ** 30);
  const across = far.float32(2 ** 27);
  const first = (middle - across.byteOffset) / 4 - 1000;
  const [a, b] = [across.subarray(first, first + m * k), far.float32(k * n)];
  a.forEach((_, i) => {
    a[i] = i % 3 === 0 ? (i % 7) - 3 : 0;
  });
  b.forEach((_, i) => {
    b[i] = (i % 5) - 2;
  });
  const [out, expected] = [far.float32(m * n), far.float32(m * n)];
  const compiled = wasmVariants.find(({ variant }) => variant.name === "wasm-simd128")!;
  makeWasmKernels(far, compiled, { threads: 1, matmul: "sparse" }).matmul({ m, n, k, a, b, out });
  reference.matmul({ m, n, k, a, b, out: expected });
  expect(a.byteOffset).toBeLessThan(middle);
  expect(a.byteOffset + a.byteLength).toBeGreaterThan(middle);
  expect(out).toEqual(expected);
});
