import type { FunctionReference } from "../../../webassembly/FunctionBuilder";
import { f32, i32, v128 } from "../../../webassembly/instructions";
import type { ModuleBuilder } from "../../../webassembly/ModuleBuilder";

/** Parameters: tile, rows, cols, bias, transposed. */
export const biasParameters = ["i32", "i32", "i32", "i32", "i32"] as const;

/**
 * Fills tile[rows, width] with the bias that its sums start from: one element per column, or one per row of a
 * transposed tile.
 */
export function defineFillBias(module: ModuleBuilder, width: number): FunctionReference {
  return module.function("fillBias", biasParameters, (f, tile, rows, cols, bias, transposed) => {
    const column = f.local("i32");
    const value = f.local("v128");
    f.doWhile(
      () => {
        f.if(
          transposed,
          () => {
            f.set(value, v128.load32Splat(bias));
            for (let offset = 0; offset < 4 * width; offset += 16) {
              f.store(tile, value, offset);
            }
            f.increase(bias, 4);
          },
          () => {
            f.set(column, i32.const(0));
            f.doWhile(
              () => {
                f.store(i32.add(tile, column), f32.load(i32.add(bias, column)));
                f.increase(column, 4);
              },
              () => i32.ltU(column, i32.shl(cols, 2)),
            );
          },
        );
        f.increase(tile, 4 * width);
        f.increase(rows, -1);
      },
      () => rows,
    );
  });
}
