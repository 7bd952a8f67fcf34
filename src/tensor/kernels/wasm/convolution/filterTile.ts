import type { FunctionReference } from "../../../webassembly/FunctionBuilder";
import { f32x4, i32, v128 } from "../../../webassembly/instructions";
import type { ModuleBuilder } from "../../../webassembly/ModuleBuilder";
import { storeTile } from "../matmul/storeTile";
import type { ImageTile } from "./imageTile";

/** Parameters of every filter tile function: image, rowSkip, offsets, b, height, width, c, cStride. */
export const filterTileParameters = ["i32", "i32", "i32", "i32", "i32", "i32", "i32", "i32"] as const;

const lanes = 4;
const zero = f32x4.const(0);

/**
 * The inner kernel of the gradient of filters:
 * C[row, channel] += Σ image[y, x + offsets[row]] · b[y, x, channel] over `height` rows y and `width` columns x.
 *
 * The kernel is the tile of a dense matrix product (see `matmul/tile`). Matrix A is read from the image itself.
 * The sum of one call is added to C in a single addition. Addresses, offsets and strides are in bytes. rowSkip is the
 * distance (bytes) from the end of a row of the image to the next row. Height and width are at least 1.
 */
export function defineFilterTile(
  module: ModuleBuilder,
  name: string,
  { rows, cols, multiplyAdd }: ImageTile,
): FunctionReference {
  const vectors = cols / lanes;
  return module.function(
    name,
    filterTileParameters,
    (f, image, rowSkip, offsets, b, height, width, c, cStride) => {
      const accumulators = Array.from({ length: rows }, () => f.localArray("v128", vectors));
      const bRow = f.localArray("v128", vectors);
      const aElement = f.local("v128");
      const pointers = f.localArray("i32", rows);
      const end = f.local("i32");
      const rowBytes = f.let(i32.mul(width, 16 * vectors));
      const cRow = f.local("i32");

      const multiplyStep = () => {
        for (let j = 0; j < vectors; j++) {
          f.set(bRow[j]!, v128.load(b, 16 * j));
        }
        for (let i = 0; i < rows; i++) {
          f.set(aElement, v128.load32Splat(pointers[i]!));
          for (let j = 0; j < vectors; j++) {
            const sum = accumulators[i]![j]!;
            f.set(sum, multiplyAdd(aElement, bRow[j]!, sum));
          }
        }
      };

      pointers.forEach((pointer, i) => {
        f.set(pointer, i32.add(image, i32.load(offsets, 4 * i)));
      });
      for (const sum of accumulators.flat()) {
        f.set(sum, zero);
      }
      f.doWhile(
        () => {
          f.set(end, i32.add(b, rowBytes));
          f.while(
            () => i32.ne(b, end),
            () => {
              multiplyStep();
              for (const pointer of pointers) {
                f.increase(pointer, 4);
              }
              f.increase(b, 16 * vectors);
            },
          );
          for (const pointer of pointers) {
            f.increase(pointer, rowSkip);
          }
          f.increase(height, -1);
        },
        () => height,
      );
      storeTile(f, accumulators, { c, cStride, cRow, continues: true });
    },
  );
}
