import type { FunctionReference } from "../../../webassembly/FunctionBuilder";
import { f32x4, i32, v128 } from "../../../webassembly/instructions";
import type { ModuleBuilder } from "../../../webassembly/ModuleBuilder";
import { storeTile } from "../matmul/storeTile";
import type { MultiplyAdd } from "../matmul/tile";

export interface ImageTile {
  rows: number;
  cols: number;
  multiplyAdd: MultiplyAdd;
}

/** Parameters of every image tile function: filters, image, offsets, k, c, cStride, panels. */
export const imageTileParameters = ["i32", "i32", "i32", "i32", "i32", "i32", "i32"] as const;

const lanes = 4;
const zero = f32x4.const(0);

/**
 * The inner kernel of a convolution: C[row, q] = Σ_k filters[k, row] · image[q + offsets[k]] for panels · cols
 * neighbouring positions q.
 *
 * The kernel is the tile of a dense matrix product (see `matmul/tile`). Matrix B is read from the image itself, since
 * for one element of a filter, the outputs q, q + 1, … need neighbouring elements of the image. Every output is summed
 * in the order of k by one accumulator. Addresses, offsets and strides are in bytes. k and panels are at least 1.
 */
export function defineImageTile(
  module: ModuleBuilder,
  name: string,
  { rows, cols, multiplyAdd }: ImageTile,
): FunctionReference {
  const vectors = cols / lanes;
  return module.function(name, imageTileParameters, (f, filters, image, offsets, k, c, cStride, panels) => {
    const accumulators = Array.from({ length: rows }, () => f.localArray("v128", vectors));
    const bRow = f.localArray("v128", vectors);
    const aElement = f.local("v128");
    const a = f.local("i32");
    const b = f.local("i32");
    const offset = f.local("i32");
    const end = f.let(i32.add(offsets, i32.shl(k, 2)));
    const cRow = f.local("i32");

    const multiplyStep = () => {
      f.set(b, i32.add(image, i32.load(offset)));
      for (let j = 0; j < vectors; j++) {
        f.set(bRow[j]!, v128.load(b, 16 * j));
      }
      for (let i = 0; i < rows; i++) {
        f.set(aElement, v128.load32Splat(a, 4 * i));
        for (let j = 0; j < vectors; j++) {
          const sum = accumulators[i]![j]!;
          f.set(sum, multiplyAdd(aElement, bRow[j]!, sum));
        }
      }
    };

    f.doWhile(
      () => {
        for (const sum of accumulators.flat()) {
          f.set(sum, zero);
        }
        f.set(a, filters);
        f.set(offset, offsets);
        f.while(
          () => i32.ne(offset, end),
          () => {
            multiplyStep();
            f.increase(a, 4 * rows);
            f.increase(offset, 4);
          },
        );
        storeTile(f, accumulators, { c, cStride, cRow, continues: false });
        f.increase(image, 16 * vectors);
        f.increase(c, 16 * vectors);
        f.increase(panels, -1);
      },
      () => panels,
    );
  });
}
