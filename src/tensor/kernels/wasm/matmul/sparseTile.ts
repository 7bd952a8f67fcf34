import type { FunctionReference } from "../../../webassembly/FunctionBuilder";
import { f32x4, i32, i64, v128 } from "../../../webassembly/instructions";
import type { ModuleBuilder } from "../../../webassembly/ModuleBuilder";
import type { MultiplyAdd } from "./tile";

export interface SparseTile {
  cols: number;
  /** Floats from one row of B to the next. */
  bWidth: number;
  /** Steps that the loop takes at once, if so many are left. */
  unrolled: number;
  /** Adds to what C holds: earlier steps of k. */
  continues: boolean;
  multiplyAdd: MultiplyAdd;
}

/** Steps of k that one call takes at most: the bits of a word. */
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
 * The innermost kernel of a product whose A is full of zeros: C[rows, cols] = A[rows, k] · B[k, cols] with k up to
 * 64, which passes over the steps of k at which a row of A is zero.
 *
 * One row of C after the other stays in registers. A row of A has a word that says which of its elements are to
 * be multiplied, the lowest bit for the first: the word at `bits`, with those of `fill` set, and none but those of
 * `keep`. Every element of C is summed in the order of k by one accumulator, as in the dense tile, and a product
 * with zero would have changed no sum: so the results are the same to the bit (a sum that underflowed to zero may
 * have the other sign). Addresses and strides are in bytes;
 * there is at least one row.
 *
 * A dense tile of six rows reads each row of B once for six rows of A. Here no two rows of A want the same rows of
 * B, so they are read for each: as wide a tile as the registers hold keeps the multipliers busy all the same, if B
 * stays in the first-level cache. What V8 needs to fuse vectors is as `tile` says.
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
      /** Takes the next steps that are left, one at least. */
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
