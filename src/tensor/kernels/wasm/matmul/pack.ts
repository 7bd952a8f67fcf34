import type { Local, V128 } from "../../../webassembly/Expr";
import type { FunctionBuilder, FunctionReference } from "../../../webassembly/FunctionBuilder";
import { f32, i32, i32x4, v128 } from "../../../webassembly/instructions";
import type { ModuleBuilder } from "../../../webassembly/ModuleBuilder";
import { Finiteness } from "../Finiteness";

/** Parameters: source, stride (bytes), k, panel, cols. */
const packRowsParameters = ["i32", "i32", "i32", "i32", "i32"] as const;

/**
 * Defines the function that copies source[k, cols] into panels of `width` columns, each [k, width]. The columns of the
 * last panel beyond `cols` are not written. The tile function multiplies these columns too, but their products are not
 * stored in `out`.
 */
export function definePackRows(module: ModuleBuilder, width: number): FunctionReference {
  return module.function("packRows", packRowsParameters, (f, source, stride, k, panel, cols) => {
    const rowBytes = 4 * width;
    const vectors = Array.from({ length: width / 4 }, (_, j) => 16 * j);
    const panelBytes = f.let(i32.mul(k, rowBytes));
    const endOfPanel = f.let(i32.add(panel, panelBytes));
    const from = f.local("i32");
    const to = f.local("i32");
    const endOfFull = f.local("i32");
    const endOfRow = f.local("i32");
    const endOfFours = f.local("i32");
    f.doWhile(
      () => {
        f.set(from, source);
        f.set(to, panel);
        f.set(endOfRow, i32.add(source, i32.shl(cols, 2)));
        f.set(endOfFull, i32.sub(endOfRow, i32.shl(i32.remU(cols, width), 2)));
        f.set(endOfFours, i32.sub(endOfRow, i32.shl(i32.and(cols, 3), 2)));
        f.while(
          () => i32.ltU(from, endOfFull),
          () => {
            for (const offset of vectors) {
              f.store(to, v128.load(from, offset), offset);
            }
            f.increase(from, rowBytes);
            f.increase(to, panelBytes);
          },
        );
        f.while(
          () => i32.ltU(from, endOfFours),
          () => {
            f.store(to, v128.load(from));
            f.increase(from, 16);
            f.increase(to, 16);
          },
        );
        f.while(
          () => i32.ltU(from, endOfRow),
          () => {
            f.store(to, f32.load(from));
            f.increase(from, 4);
            f.increase(to, 4);
          },
        );
        f.increase(source, stride);
        f.increase(panel, rowBytes);
      },
      () => i32.ltU(panel, endOfPanel),
    );
  });
}

/** Parameters: source, stride, k, panel, panelStride, cols, report. Strides are in bytes. */
const packTransposedParameters = ["i32", "i32", "i32", "i32", "i32", "i32", "i32"] as const;

/**
 * Defines the function that transposes source[cols, k] into panel[k, cols]. If `cols` is not a multiple of 4, the
 * function also writes the columns up to the next multiple, each with a copy of the last row of the source. `report` is
 * 0 or the address of a word that is set to 1 if {@link Finiteness} finds an element that is not finite.
 */
export function definePackTransposed(module: ModuleBuilder): FunctionReference {
  return module.function(
    "packTransposed",
    packTransposedParameters,
    (f, source, stride, k, panel, panelStride, cols, report) => {
      const finiteness = new Finiteness(f, 4);
      const rows = f.localArray("i32", 4);
      const target = f.local("i32");
      const targets = f.localArray("i32", 3);
      const endOfFours = f.local("i32");
      const endOfRow = f.local("i32");
      const vectors = f.localArray("v128", 4);
      f.doWhile(
        () => {
          rows.forEach((row, i) => {
            const last = i32.sub(cols, 1);
            f.set(row, i32.add(source, i32.mul(i32.select(i, last, i32.gtS(cols, i)), stride)));
          });
          f.set(target, panel);
          f.set(endOfFours, i32.add(rows[0]!, i32.shl(i32.and(k, -4), 2)));
          f.set(endOfRow, i32.add(rows[0]!, i32.shl(k, 2)));
          f.while(
            () => i32.ltU(rows[0]!, endOfFours),
            () => {
              rows.forEach((row, i) => {
                f.set(vectors[i]!, v128.load(row));
              });
              finiteness.watch(vectors);
              targets.forEach((next, i) => {
                f.set(next, i32.add(i === 0 ? target : targets[i - 1]!, panelStride));
              });
              transpose(f, vectors).forEach((vector, i) => {
                f.store(i === 0 ? target : targets[i - 1]!, vector);
              });
              advance(f, rows, 16);
              f.set(target, i32.add(targets[2]!, panelStride));
            },
          );
          f.while(
            () => i32.ltU(rows[0]!, endOfRow),
            () => {
              rows.forEach((row, i) => {
                f.set(vectors[i]!, v128.load32Zero(row));
                f.store32Lane(target, vectors[i]!, 0, 4 * i);
              });
              finiteness.watch(vectors);
              advance(f, rows, 4);
              f.increase(target, panelStride);
            },
          );
          f.increase(source, i32.shl(stride, 2));
          f.increase(panel, 16);
          f.increase(cols, -4);
        },
        () => i32.gtS(cols, 0),
      );
      finiteness.storeInto(report);
    },
  );
}

function advance(f: FunctionBuilder, pointers: readonly Local<"i32">[], bytes: number): void {
  for (const pointer of pointers) {
    f.increase(pointer, bytes);
  }
}

/** Transposes a 4 × 4 matrix. @param vectors the rows of the matrix @returns the columns of the matrix */
export function transpose(f: FunctionBuilder, vectors: readonly Local<"v128">[]): V128[] {
  const [a, b, c, d] = vectors as [Local<"v128">, Local<"v128">, Local<"v128">, Local<"v128">];
  const lowAB = f.let(i32x4.shuffle(a, b, [0, 4, 1, 5]));
  const highAB = f.let(i32x4.shuffle(a, b, [2, 6, 3, 7]));
  const lowCD = f.let(i32x4.shuffle(c, d, [0, 4, 1, 5]));
  const highCD = f.let(i32x4.shuffle(c, d, [2, 6, 3, 7]));
  return [
    i32x4.shuffle(lowAB, lowCD, [0, 1, 4, 5]),
    i32x4.shuffle(lowAB, lowCD, [2, 3, 6, 7]),
    i32x4.shuffle(highAB, highCD, [0, 1, 4, 5]),
    i32x4.shuffle(highAB, highCD, [2, 3, 6, 7]),
  ];
}
