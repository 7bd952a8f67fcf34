import type { FunctionReference } from "../../../webassembly/FunctionBuilder";
import { f32, i32, v128 } from "../../../webassembly/instructions";
import type { ModuleBuilder } from "../../../webassembly/ModuleBuilder";

/** Parameters: tile, tileStride (bytes), rows, cols (elements), bias, transposed (0 or 1). */
const parameters = ["i32", "i32", "i32", "i32", "i32", "i32"] as const;

/**
 * Defines the function that fills tile[rows, cols] with the bias, to which the products are then added. Each column is
 * filled with one element of the bias; in a transposed tile, each row is. In a transposed tile, up to three columns
 * beyond `cols` are also written.
 */
export function defineFillBias(module: ModuleBuilder): FunctionReference {
  return module.function("fillBias", parameters, (f, tile, tileStride, rows, cols, bias, transposed) => {
    const at = f.local("i32");
    const value = f.local("v128");
    const endOfRow = f.let(i32.shl(cols, 2));
    const endOfFours = f.let(i32.shl(i32.and(cols, -4), 2));
    f.doWhile(
      () => {
        f.set(at, i32.const(0));
        f.if(
          transposed,
          () => {
            f.set(value, v128.load32Splat(bias));
            f.doWhile(
              () => {
                f.store(i32.add(tile, at), value);
                f.increase(at, 16);
              },
              () => i32.ltU(at, endOfRow),
            );
            f.increase(bias, 4);
          },
          () => {
            f.while(
              () => i32.ltU(at, endOfFours),
              () => {
                f.store(i32.add(tile, at), v128.load(i32.add(bias, at)));
                f.increase(at, 16);
              },
            );
            f.while(
              () => i32.ltU(at, endOfRow),
              () => {
                f.store(i32.add(tile, at), f32.load(i32.add(bias, at)));
                f.increase(at, 4);
              },
            );
          },
        );
        f.increase(tile, tileStride);
        f.increase(rows, -1);
      },
      () => rows,
    );
  });
}
