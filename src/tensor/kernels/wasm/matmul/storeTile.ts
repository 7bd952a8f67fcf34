import type { I32, Local } from "../../../webassembly/Expr";
import type { FunctionBuilder } from "../../../webassembly/FunctionBuilder";
import { f32x4, i32, v128 } from "../../../webassembly/instructions";

interface Target {
  /** Address of the first row of C. `cStride` is the distance (bytes) from one row of C to the next. */
  c: I32;
  cStride: I32;
  /** A local variable that the emitted code may overwrite. */
  cRow: Local<"i32">;
  /** Whether the sums are added to the contents of C. */
  continues: boolean;
}

/**
 * Emits code that stores the sums of a tile, row by row, each row as neighbouring vectors.
 *
 * The order of the rows decides in which order older versions of V8 (11, in Node.js 20) compute the sums. With one
 * order, V8 loads each element of A just before its use. With the other, V8 loads all elements of A first, for which
 * the registers do not suffice, and a tile of 6 × 8 is only half as fast. The fast order is from the first row to the
 * last or, if the sums are added to C, from the last to the first.
 */
export function storeTile(
  f: FunctionBuilder,
  sums: readonly (readonly Local<"v128">[])[],
  { c, cStride, cRow, continues }: Target,
): void {
  const store = (row: readonly Local<"v128">[]) => {
    row.forEach((sum, j) => {
      f.store(cRow, sum, 16 * j);
    });
  };
  f.set(cRow, c);
  for (const row of sums) {
    if (continues) {
      row.forEach((sum, j) => {
        f.set(sum, f32x4.add(v128.load(cRow, 16 * j), sum));
      });
    } else {
      store(row);
    }
    f.increase(cRow, cStride);
  }
  if (!continues) return;
  for (const row of sums.toReversed()) {
    f.set(cRow, i32.sub(cRow, cStride));
    store(row);
  }
}
