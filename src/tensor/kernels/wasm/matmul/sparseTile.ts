import type { FunctionReference } from "../../../webassembly/FunctionBuilder";
import { f32x4, i32, i64, v128 } from "../../../webassembly/instructions";
import type { ModuleBuilder } from "../../../webassembly/ModuleBuilder";
import type { MultiplyAdd } from "./tile";

export interface SparseTile {
  cols: number;
  /** Number of floats from one row of B to the next. */
  bWidth: number;
  /** Largest number of selected elements of a row of A that one pass of the inner loop multiplies. */
  unrolled: number;
  /** Whether to add to the contents of C, which are sums over earlier steps of k. */
  continues: boolean;
  multiplyAdd: MultiplyAdd;
}

/**
 * Largest number of steps of k in one call of a tile function, which takes a bit for each step from a word of 64 bits.
 */
export const mostSteps = 64;

/** Parameters of every sparse tile function: a, aStride, bits, bitsStride, b, c, cStride, rows, keep, fill. */
export const sparseTileParameters = [
  "i32",
  "i32",
  "i32",
  "i32",
  "i32",
  "i32",
  "i32",
  "i32",
  "i64",
  "i64",
] as const;

const lanes = 4;

/**
 * The inner kernel of a product with many zeros in A: C[rows, cols] = A[rows, k] · B[k, cols], or C += A·B with
 * `continues`. k is at most 64. The kernel skips the zeros of A.
 *
 * One row of C at a time stays in registers. For each row of A, a word of 64 bits selects the elements to multiply. The
 * lowest bit selects the first element. The word is read at `bits`; then the bits of `fill` are set, and all bits that
 * are not in `keep` are cleared. One accumulator sums each element of C in the order of k, as in the dense tile. A
 * product with zero would not change a sum, so the results are the same to the bit as those of the dense tile, except
 * for the sign of a zero after an underflow. Addresses and strides are in bytes. There is at least one row.
 *
 * A dense tile of six rows reads each row of B once for six rows of A. In the sparse tile, every row of A needs other
 * rows of B, so the kernel reads rows of B again for each row of A. If B stays in the first-level cache, a tile as wide
 * as the registers allow still uses all of the processor's multipliers. The code has the shape that {@link defineTile}
 * describes, so that V8's revectorization applies.
 */
export function defineSparseTile(
  module: ModuleBuilder,
  name: string,
  { cols, bWidth, unrolled, continues, multiplyAdd }: SparseTile,
): FunctionReference {
  const vectors = cols / lanes;
  return module.function(
    name,
    sparseTileParameters,
    (f, a, aStride, bits, bitsStride, b, c, cStride, rows, keep, fill) => {
      const sums = f.localArray("v128", vectors);
      const aElement = f.local("v128");
      const left = f.local("i64");
      const step = f.local("i32");
      const bRow = f.local("i32");
      const isLeft = () => i32.eqz(i64.eqz(left));
      /** Emits code that adds the products of the next selected steps of k: at least one step, at most `most` steps. */
      const multiplyUpTo = (most: number) => {
        f.set(step, i32.wrapI64(i64.ctz(left)));
        f.set(left, i64.and(left, i64.sub(left, i64.const(1n))));
        f.set(aElement, v128.load32Splat(i32.add(a, i32.shl(step, 2))));
        f.set(bRow, i32.add(b, i32.mul(step, 4 * bWidth)));
        sums.forEach((sum, j) => {
          f.set(sum, multiplyAdd(aElement, v128.load(bRow, 16 * j), sum));
        });
        if (most > 1) f.if(isLeft(), () => multiplyUpTo(most - 1));
      };
      f.doWhile(
        () => {
          sums.forEach((sum, j) => {
            f.set(sum, continues ? v128.load(c, 16 * j) : f32x4.const(0));
          });
          f.set(left, i64.and(i64.or(i64.load(bits), fill), keep));
          f.while(isLeft, () => multiplyUpTo(unrolled));
          sums.forEach((sum, j) => {
            f.store(c, sum, 16 * j);
          });
          f.increase(a, aStride);
          f.increase(bits, bitsStride);
          f.increase(c, cStride);
          f.increase(rows, -1);
        },
        () => rows,
      );
    },
  );
}
