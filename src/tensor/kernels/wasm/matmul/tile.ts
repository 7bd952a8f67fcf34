import type { V128 } from "../../../webassembly/Expr";
import type { FunctionReference } from "../../../webassembly/FunctionBuilder";
import { f32x4, i32, v128 } from "../../../webassembly/instructions";
import type { ModuleBuilder } from "../../../webassembly/ModuleBuilder";
import { storeTile } from "./storeTile";

/** The expression a · b + c. */
export type MultiplyAdd = (a: V128, b: V128, c: V128) => V128;

export const fusedMultiplyAdd: MultiplyAdd = f32x4.relaxedMadd;
export const separateMultiplyAdd: MultiplyAdd = (a, b, c) => f32x4.add(f32x4.mul(a, b), c);

/**
 * The memory layout of A. `rows`: the elements of one row are neighbours, and rows are a stride apart. `columns`: the
 * elements of one column are neighbours, and columns are a stride apart.
 */
export type Layout = "rows" | "columns";

export interface DenseTile {
  rows: number;
  cols: number;
  layout: Layout;
  /** Whether to add to the contents of C, which are the bias or sums over earlier parts of k. */
  continues: boolean;
  multiplyAdd: MultiplyAdd;
}

/**
 * Parameters of every tile function: a, aStride, b, k, c, cStride, blocks. `a`, `b` and `c` are addresses. Addresses
 * and strides are in bytes. `k` is a number of elements. `blocks` is the number of blocks of C, each with the tile's
 * number of rows.
 */
export const tileParameters = ["i32", "i32", "i32", "i32", "i32", "i32", "i32"] as const;

const lanes = 4;
const zero = f32x4.const(0);

/**
 * The inner kernel of every dense matrix product: C[blocks·rows, cols] = A[blocks·rows, k] · B[k, cols], or C += A·B
 * with `continues`.
 *
 * One block of C (`rows` rows) stays in registers for all steps of k. Each step loads a row of B as vectors, copies one
 * element of A at a time into all lanes of a vector, and multiplies. One accumulator sums each element of C in the
 * order of k, so that the sum does not depend on the tile, task or thread. Addresses and strides are in bytes. A row of
 * B has `cols` elements, and the next row follows directly. A row of C is `cols` neighbouring elements. k and blocks
 * are at least 1.
 *
 * V8's revectorization fuses neighbouring 128-bit operations into 256-bit ones only in code of this shape: The whole
 * tile is stored last, in pairs of stores. The two stores of a pair differ only in their constant offset, and there is
 * no load between them. A row of B is read at constant offsets from one address.
 */
export function defineTile(module: ModuleBuilder, name: string, shape: DenseTile): FunctionReference {
  const { rows, cols, layout, continues, multiplyAdd } = shape;
  const vectors = cols / lanes;
  return module.function(name, tileParameters, (f, a, aStride, b, k, c, cStride, blocks) => {
    const accumulators = Array.from({ length: rows }, () => f.localArray("v128", vectors));
    const bRow = f.localArray("v128", vectors);
    const aElement = f.local("v128");
    const bNext = f.local("i32");
    const end = f.let(i32.add(b, i32.mul(k, 4 * cols)));
    const cRow = f.local("i32");
    const pointers = f.localArray("i32", layout === "rows" ? rows : 1);

    const multiplyStep = () => {
      for (let j = 0; j < vectors; j++) {
        f.set(bRow[j]!, v128.load(bNext, 16 * j));
      }
      for (let i = 0; i < rows; i++) {
        f.set(
          aElement,
          layout === "rows" ? v128.load32Splat(pointers[i]!) : v128.load32Splat(pointers[0]!, 4 * i),
        );
        for (let j = 0; j < vectors; j++) {
          const sum = accumulators[i]![j]!;
          f.set(sum, multiplyAdd(aElement, bRow[j]!, sum));
        }
      }
    };

    f.doWhile(
      () => {
        pointers.forEach((pointer, i) => {
          f.set(pointer, i === 0 ? a : i32.add(pointers[i - 1]!, aStride));
        });
        for (const sum of accumulators.flat()) {
          f.set(sum, zero);
        }
        f.set(bNext, b);
        f.while(
          () => i32.ne(bNext, end),
          () => {
            multiplyStep();
            for (const pointer of pointers) {
              f.increase(pointer, layout === "rows" ? 4 : aStride);
            }
            f.increase(bNext, 16 * vectors);
          },
        );
        storeTile(f, accumulators, { c, cStride, cRow, continues });
        f.set(c, i32.add(c, i32.mul(cStride, rows)));
        f.increase(a, layout === "rows" ? i32.mul(aStride, rows) : 4 * rows);
        f.increase(blocks, -1);
      },
      () => blocks,
    );
  });
}
