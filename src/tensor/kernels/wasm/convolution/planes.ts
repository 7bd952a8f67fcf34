import type { I32, Local } from "../../../webassembly/Expr";
import type { FunctionBuilder, FunctionReference } from "../../../webassembly/FunctionBuilder";
import { f32, i32, v128 } from "../../../webassembly/instructions";
import type { ModuleBuilder } from "../../../webassembly/ModuleBuilder";

/**
 * Parameters: source, channels, height, width, firstRow, firstCol, rowStride, colStride, rowPhases, colPhases, target,
 * planeRows, planeCols.
 * firstRow and firstCol may be negative; lengths are in elements.
 */
const parameters = Array.from({ length: 13 }, () => "i32" as const);

/**
 * Copies a part of each channel of an image into planes, with zeros where the part is outside of the image:
 * target[channel, a, b, i, j] = source[channel, firstRow + a + i·rowStride, firstCol + b + j·colStride]
 * for every a below rowPhases and b below colPhases. Neighbouring outputs of a convolution with this stride then read
 * neighbouring elements.
 */
export function defineFillPlanes(module: ModuleBuilder): FunctionReference {
  return module.function(
    "fillPlanes",
    parameters,
    (
      f,
      source,
      channels,
      height,
      width,
      firstRow,
      firstCol,
      rowStride,
      colStride,
      rowPhases,
      colPhases,
      target,
      planeRows,
      planeCols,
    ) => {
      const a = f.local("i32");
      const b = f.local("i32");
      const i = f.local("i32");
      const row = f.local("i32");
      const col = f.local("i32");
      const from = f.local("i32");
      const rowEnd = f.local("i32");
      const at = f.local("i32");
      const planeBytes = f.let(i32.shl(i32.mul(height, width), 2));
      const rowBytes = f.let(i32.shl(planeCols, 2));
      /** For colStride 1: number of zeros at the beginning of a plane's row, before the part that is in the image. */
      const before = f.let(clamp(i32.sub(i32.const(0), firstCol), planeCols));
      /** For colStride 1: number of elements of a plane's row that are in the image. */
      const inside = f.let(clamp(i32.sub(width, i32.add(firstCol, before)), i32.sub(planeCols, before)));

      const zeroUntil = (end: Local<"i32">) =>
        f.while(
          () => i32.ltU(target, end),
          () => {
            f.store(target, f32.const(0));
            f.increase(target, 4);
          },
        );
      const copyRow = () => {
        f.set(from, i32.add(from, i32.shl(i32.add(firstCol, before), 2)));
        f.set(at, i32.add(target, i32.shl(before, 2)));
        zeroUntil(at);
        copyFloats(f, from, target, inside, at);
        f.set(target, i32.add(target, i32.shl(inside, 2)));
        zeroUntil(rowEnd);
      };
      const gatherRow = () => {
        f.set(col, i32.add(firstCol, b));
        f.while(
          () => i32.ltU(target, rowEnd),
          () => {
            f.if(
              i32.ltU(col, width),
              () => f.store(target, f32.load(i32.add(from, i32.shl(col, 2)))),
              () => f.store(target, f32.const(0)),
            );
            f.set(col, i32.add(col, colStride));
            f.increase(target, 4);
          },
        );
      };
      const fillPlane = () => {
        f.set(i, i32.const(0));
        f.set(row, i32.add(firstRow, a));
        f.doWhile(
          () => {
            f.set(rowEnd, i32.add(target, rowBytes));
            f.if(i32.ltU(row, height), () => {
              f.set(from, i32.add(source, i32.shl(i32.mul(row, width), 2)));
              f.if(i32.eq(colStride, 1), copyRow, gatherRow);
            });
            zeroUntil(rowEnd);
            f.increase(row, rowStride);
            f.increase(i, 1);
          },
          () => i32.ltU(i, planeRows),
        );
      };
      f.doWhile(
        () => {
          f.set(a, i32.const(0));
          f.doWhile(
            () => {
              f.set(b, i32.const(0));
              f.doWhile(
                () => {
                  fillPlane();
                  f.increase(b, 1);
                },
                () => i32.ltU(b, colPhases),
              );
              f.increase(a, 1);
            },
            () => i32.ltU(a, rowPhases),
          );
          f.increase(source, planeBytes);
          f.increase(channels, -1);
        },
        () => channels,
      );
    },
  );
}

/** `value`, limited to the range from 0 to `most`. */
function clamp(value: I32, most: I32): I32 {
  const positive = i32.select(value, 0, i32.gtS(value, 0));
  return i32.select(positive, most, i32.ltS(positive, most));
}

/**
 * Copies `count` floats. The last vector of four may overlap the one before it, so that no float after the last is read
 * or written.
 * @param at a local that the code may overwrite
 */
function copyFloats(f: FunctionBuilder, from: I32, to: I32, count: Local<"i32">, at: Local<"i32">): void {
  const bytes = i32.shl(count, 2);
  f.set(at, i32.const(0));
  f.if(
    i32.geS(count, 4),
    () => {
      f.while(
        () => i32.leU(i32.add(at, 16), bytes),
        () => {
          f.store(i32.add(to, at), v128.load(i32.add(from, at)));
          f.increase(at, 16);
        },
      );
      f.set(at, i32.sub(bytes, 16));
      f.store(i32.add(to, at), v128.load(i32.add(from, at)));
    },
    () =>
      f.while(
        () => i32.ltU(at, bytes),
        () => {
          f.store(i32.add(to, at), f32.load(i32.add(from, at)));
          f.increase(at, 4);
        },
      ),
  );
}
