import { expect, test } from "vitest";
import { Generator, kernels, rand, tidy } from "../../../src/tensor";
import { expectClose } from "./fixture";
import { describeEachVariant } from "./variants";

const lengths = [1, 2, 3, 4, 5, 8, 15, 16, 17, 31];
const shapes = [
  ...lengths.flatMap((m) => lengths.map((n) => [m, n, 13] as const)),
  ...lengths.map((k) => [7, 9, k] as const),
  [1000, 1, 3],
  [1, 1000, 3],
  [3, 5, 1000],
  [64, 10, 512],
  [260, 6, 600],
] as const;

/** The matrix product by its definition, with sums in double precision. */
function product(a: Float32Array, b: Float32Array, m: number, n: number, k: number): Float64Array {
  const out = new Float64Array(m * n);
  for (let row = 0; row < m; row++) {
    for (let col = 0; col < n; col++) {
      let sum = 0;
      for (let i = 0; i < k; i++) sum += a[row * k + i]! * b[i * n + col]!;
      out[row * n + col] = sum;
    }
  }
  return out;
}

const around0 = (shape: number[], generator: Generator) => rand(shape, generator).sub(0.5);

describeEachVariant("matmul", () => {
  test.each([
    { aTransposed: false, bTransposed: false },
    { aTransposed: false, bTransposed: true },
    { aTransposed: true, bTransposed: false },
    { aTransposed: true, bTransposed: true },
  ])("is the sum of products for any lengths ($aTransposed, $bTransposed)", (form) => {
    const generator = new Generator(5);
    for (const [m, n, k] of shapes) {
      tidy(() => {
        const [a, b, out] = [around0([m, k], generator), around0([k, n], generator), rand([m, n], generator)];
        const task = {
          m,
          n,
          k,
          a: (form.aTransposed ? a.transpose(0, 1) : a).data,
          b: (form.bTransposed ? b.transpose(0, 1) : b).data,
          out: out.data,
        };
        const expected = product(a.data, b.data, m, n, k);
        const rounding = 1e-7 * Math.sqrt(k);

        kernels().matmul({ ...task, ...form });
        expectClose(out.data, expected, 1e-5, rounding);

        kernels().matmul({ ...task, ...form, accumulate: true });
        expectClose(
          out.data,
          expected.map((value) => 2 * value),
          1e-5,
          rounding,
        );

        const bias = around0([n], generator);
        kernels().matmul({ ...task, ...form, bias: bias.data });
        const shifted = expected.map((value, i) => value + bias.data[i % n]!);
        expectClose(out.data, shifted, 1e-5, rounding);

        kernels().matmul({ ...task, ...form, bias: bias.data, relu: true });
        expectClose(
          out.data,
          shifted.map((value) => Math.max(value, 0)),
          1e-5,
          rounding,
        );
      });
    }
  });

  test("of matrices with an inner length of 0 is zero, or the bias", () => {
    const [nothing, bias, out] = [rand([0]), rand([2]), rand([3, 2])];
    const task = { m: 3, n: 2, k: 0, a: nothing.data, b: nothing.data, out: out.data };
    kernels().matmul({ ...task, bias: bias.data });
    expect(out.slice(2).toArray()).toEqual([bias.toArray()]);
    kernels().matmul(task);
    expect([...out.data]).toEqual([0, 0, 0, 0, 0, 0]);
  });
});
