import type { Local, V128 } from "../../../webassembly/Expr";
import type { FunctionBuilder, FunctionReference } from "../../../webassembly/FunctionBuilder";
import { f32, i32, i32x4, v128 } from "../../../webassembly/instructions";
import type { ModuleBuilder } from "../../../webassembly/ModuleBuilder";

/** Parameters of both packing functions: source, stride, k, panel, cols. */
export const packParameters = ["i32", "i32", "i32", "i32", "i32"] as const;

/**
 * Lays source[k, cols], whose rows are a stride apart, out in panels of `width` columns, each [k, width], one after
 * the other. What stands in the last panel beyond `cols` is left as it was: those columns are computed like the
 * others and never written out.
 */
export function definePackRows(module: ModuleBuilder, width: number): FunctionReference {
  return module.function("packRows", packParameters, (f, source, stride, k, panel, cols) => {
    const rowBytes = 4 * width;
    const vectors = Array.from({ length: width / 4 }, (_, j) => 16 * j);
    const panelBytes = f.let(i32.mul(k, rowBytes));
    const endOfPanel = f.let(i32.add(panel, panelBytes));
    const from = f.local("i32");
    const to = f.local("i32");
    const endOfFull = f.local("i32");
    const endOfRow = f.local("i32");
    f.doWhile(
      () => {
        f.set(from, source);
        f.set(to, panel);
        f.set(endOfRow, i32.add(source, i32.shl(cols, 2)));
        f.set(endOfFull, i32.sub(endOfRow, i32.shl(i32.remU(cols, width), 2)));
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

/**
 * panel[k, width] = source[cols, k] transposed; source rows are a stride apart. Columns of the panel beyond
 * `cols` repeat the last row of the source.
 */
export function definePackTransposed(module: ModuleBuilder, width: number): FunctionReference {
  return module.function("packTransposed", packParameters, (f, source, stride, k, panel, cols) => {
    const rows = f.localArray("i32", 4);
    const target = f.local("i32");
    const endOfFours = f.local("i32");
    const endOfRow = f.local("i32");
    const vectors = f.localArray("v128", 4);
    for (let group = 0; group < width; group += 4) {
      rows.forEach((row, i) => {
        const last = i32.sub(cols, 1);
        const index = i32.const(group + i);
        const clamped = i32.select(index, last, i32.ltU(index, last));
        f.set(row, i32.add(source, i32.mul(clamped, stride)));
      });
      f.set(target, i32.add(panel, 4 * group));
      f.set(endOfFours, i32.add(rows[0]!, i32.shl(i32.and(k, -4), 2)));
      f.set(endOfRow, i32.add(rows[0]!, i32.shl(k, 2)));
      f.while(
        () => i32.ltU(rows[0]!, endOfFours),
        () => {
          rows.forEach((row, i) => {
            f.set(vectors[i]!, v128.load(row));
          });
          transpose(f, vectors).forEach((vector, i) => {
            f.store(target, vector, 4 * width * i);
          });
          advance(f, rows, 16);
          f.increase(target, 16 * width);
        },
      );
      f.while(
        () => i32.ltU(rows[0]!, endOfRow),
        () => {
          rows.forEach((row, i) => {
            f.store(target, f32.load(row), 4 * i);
          });
          advance(f, rows, 4);
          f.increase(target, 4 * width);
        },
      );
    }
  });
}

function advance(f: FunctionBuilder, pointers: readonly Local<"i32">[], bytes: number): void {
  for (const pointer of pointers) {
    f.increase(pointer, bytes);
  }
}

/** Four vectors as the rows of a 4×4 matrix; @returns its columns. */
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
