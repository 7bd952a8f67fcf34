import type { I32, Local, V128 } from "../../../webassembly/Expr";
import type { FunctionBuilder, FunctionReference } from "../../../webassembly/FunctionBuilder";
import { f32x4, i32, v128 } from "../../../webassembly/instructions";
import type { ModuleBuilder } from "../../../webassembly/ModuleBuilder";
import { transpose } from "./pack";

/**
 * Parameters: tile, tileStride, rows, cols, out, outStride, accumulate, relu. Strides are in bytes, `rows` and `cols`
 * in elements. `accumulate` and `relu` are 0 or 1.
 */
const finishRowsParameters = ["i32", "i32", "i32", "i32", "i32", "i32", "i32", "i32"] as const;

interface Epilogue {
  readonly accumulate: Local<"i32">;
  readonly relu: Local<"i32">;
}

/** Reads a vector at an address: all four lanes, or only the first. */
type Load = (address: I32) => V128;

/**
 * Defines the function that copies tile[rows, cols] to out[rows, cols]. If `accumulate` is 1, adds to the contents of
 * out. If `relu` is 1, then applies ReLU. `tile` and `out` may be the same memory.
 */
export function defineFinishRows(module: ModuleBuilder): FunctionReference {
  return module.function(
    "finishRows",
    finishRowsParameters,
    (f, tile, tileStride, rows, cols, out, outStride, accumulate, relu) => {
      const at = f.local("i32");
      const endOfFours = f.let(i32.shl(i32.and(cols, -4), 2));
      const endOfRow = f.let(i32.shl(cols, 2));
      const value = f.local("v128");
      const compute = (load: Load) => {
        f.set(value, load(i32.add(tile, at)));
        addEpilogue(f, value, { accumulate, relu }, load, i32.add(out, at));
      };
      f.doWhile(
        () => {
          f.set(at, i32.const(0));
          f.while(
            () => i32.ltU(at, endOfFours),
            () => {
              compute((address) => v128.load(address));
              f.store(i32.add(out, at), value);
              f.increase(at, 16);
            },
          );
          f.while(
            () => i32.ltU(at, endOfRow),
            () => {
              compute((address) => v128.load32Zero(address));
              f.store32Lane(i32.add(out, at), value, 0);
              f.increase(at, 4);
            },
          );
          f.increase(tile, tileStride);
          f.increase(out, outStride);
          f.increase(rows, -1);
        },
        () => rows,
      );
    },
  );
}

/**
 * Parameters: tile, rows, cols, out, outStride, accumulate, relu. The stride is in bytes, `rows` and `cols` in
 * elements. `accumulate` and `relu` are 0 or 1.
 */
const finishTransposedParameters = ["i32", "i32", "i32", "i32", "i32", "i32", "i32"] as const;

/**
 * Defines the function that writes tile[rows, cols], transposed, to out[cols, rows]. If `accumulate` is 1, adds to the
 * contents of out. If `relu` is 1, then applies ReLU.
 * @param width number of elements from one row of the tile to the next
 */
export function defineFinishTransposed(module: ModuleBuilder, width: number): FunctionReference {
  return module.function(
    "finishTransposed",
    finishTransposedParameters,
    (f, tile, rows, cols, out, outStride, accumulate, relu) => {
      const epilogue = { accumulate, relu };
      const column = f.local("i32");
      const lane = f.local("i32");
      const target = f.local("i32");
      const vectors = f.localArray("v128", 4);
      const value = f.local("v128");
      f.while(
        () => i32.geS(rows, 4),
        () => {
          f.set(column, i32.const(0));
          f.set(target, out);
          f.while(
            () => i32.ltU(column, cols),
            () => {
              vectors.forEach((vector, i) => {
                f.set(vector, v128.load(i32.add(tile, i32.shl(column, 2)), 4 * width * i));
              });
              transpose(f, vectors).forEach((columnOfFour, i) => {
                f.if(i32.ltU(i32.add(column, i), cols), () => {
                  f.set(value, columnOfFour);
                  addEpilogue(f, value, epilogue, v128.load, target);
                  f.store(target, value);
                  f.increase(target, outStride);
                });
              });
              f.increase(column, 4);
            },
          );
          f.increase(tile, 16 * width);
          f.increase(out, 16);
          f.increase(rows, -4);
        },
      );
      f.while(
        () => rows,
        () => {
          f.set(target, out);
          f.set(lane, tile);
          f.set(column, cols);
          f.doWhile(
            () => {
              f.set(value, v128.load32Zero(lane));
              addEpilogue(f, value, epilogue, v128.load32Zero, target);
              f.store32Lane(target, value, 0);
              f.increase(lane, 4);
              f.increase(target, outStride);
              f.increase(column, -1);
            },
            () => column,
          );
          f.increase(tile, 4 * width);
          f.increase(out, 4);
          f.increase(rows, -1);
        },
      );
    },
  );
}

/** value = (accumulate ? out : 0) + value, then ReLU if `relu` is 1. */
function addEpilogue(
  f: FunctionBuilder,
  value: Local<"v128">,
  { accumulate, relu }: Epilogue,
  load: Load,
  outAddress: I32,
): void {
  f.if(accumulate, () => f.set(value, f32x4.add(value, load(outAddress))));
  f.if(relu, () => f.set(value, v128.andnot(value, f32x4.le(value, f32x4.const(0)))));
}
