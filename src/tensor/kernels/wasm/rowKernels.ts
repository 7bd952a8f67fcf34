import type { KernelModule } from "../../threads/KernelModule";
import type { F64, I32, Local, V128 } from "../../webassembly/Expr";
import type { FunctionBuilder } from "../../webassembly/FunctionBuilder";
import { f32, f32x4, f64, f64x2, i32, v128 } from "../../webassembly/instructions";
import { exp64, log64 } from "./exponential";

const fields = { rows: "i32", cols: "i32", rowsPerTask: "i32", x: "i32", y: "i32", out: "i32" } as const;

/** The common arguments of the functions that emit the code for one row. */
interface Row {
  readonly f: FunctionBuilder;
  /** Local variable with the distance (bytes) from the beginning of the row to the current elements. */
  readonly at: Local<"i32">;
  readonly cols: I32;
}

/** Softmax and related kernels, row by row. Sums are doubles. A task computes whole rows. */
export function defineRowKernels(module: KernelModule) {
  const define = (name: string, body: (row: Row, x: I32, y: I32, out: I32) => void) =>
    module.kernel(name, fields, (f, { job, task }) => {
      const first = f.let(i32.mul(task, job.rowsPerTask));
      const left = f.let(i32.sub(job.rows, first));
      f.if(i32.gtS(left, job.rowsPerTask), () => f.set(left, job.rowsPerTask));
      const cols = f.let(job.cols);
      const skipped = f.let(i32.mul(first, i32.shl(cols, 2)));
      const pointers = [job.x, job.y, job.out].map((start) => f.let(i32.add(start, skipped)));
      const [x, y, out] = pointers as [Local<"i32">, Local<"i32">, Local<"i32">];
      const at = f.local("i32");
      f.while(
        () => i32.gtS(left, 0),
        () => {
          body({ f, at, cols }, x, y, out);
          for (const pointer of pointers) {
            f.increase(pointer, i32.shl(cols, 2));
          }
          f.increase(left, -1);
        },
      );
    });

  return {
    softmax: define("softmax", (row, x, _, out) => {
      const greatest = row.f.let(f64x2.splat(rowMax(row, x)));
      const exponential = (read: Read) => exp64(row.f, f64x2.sub(read(x), greatest));
      const sum = rowSum(row, exponential);
      const scale = row.f.let(f64x2.splat(f64.div(f64.const(1), sum)));
      writeRow(row, out, (read) => f64x2.mul(exponential(read), scale));
    }),
    logSoftmax: define("logSoftmax", (row, x, _, out) => {
      const greatest = row.f.let(f64x2.splat(rowMax(row, x)));
      const sum = rowSum(row, (read) => exp64(row.f, f64x2.sub(read(x), greatest)));
      const logSum = row.f.let(f64x2.splat(log64(row.f, sum)));
      writeRow(row, out, (read) => f64x2.sub(f64x2.sub(read(x), greatest), logSum));
    }),
    softmaxBackward: define("softmaxBackward", (row, dy, y, dx) => {
      const sum = row.f.let(f64x2.splat(rowSum(row, (read) => f64x2.mul(read(y), read(dy)))));
      writeRow(row, dx, (read) => f64x2.mul(read(y), f64x2.sub(read(dy), sum)));
    }),
    logSoftmaxBackward: define("logSoftmaxBackward", (row, dy, y, dx) => {
      const sum = row.f.let(f64x2.splat(rowSum(row, (read) => read(dy))));
      writeRow(row, dx, (read) => f64x2.sub(read(dy), f64x2.mul(exp64(row.f, read(y)), sum)));
    }),
  };
}

/**
 * Reads the current two floats of the row that begins at address `start`, as doubles. At the last element of a row of
 * odd length, reads this element and 0.
 */
type Read = (start: I32) => V128;

/** The greatest element of the row at address `x`, as a double. NaN if an element is NaN. */
function rowMax({ f, at, cols }: Row, x: I32): F64 {
  const greatest = f.let(f32.load(x));
  f.set(at, i32.shl(cols, 2));
  f.doWhile(
    () => {
      f.increase(at, -4);
      f.set(greatest, f32.max(greatest, f32.load(i32.add(x, at))));
    },
    () => at,
  );
  return f64.promoteF32(greatest);
}

/** The sum of `value` over all elements of a row. */
function rowSum(row: Row, value: (read: Read) => V128): F64 {
  const { f } = row;
  const sums = f.let(f64x2.const(0));
  const total = f.local("f64");
  forEachPair(
    row,
    (read) => f.set(sums, f64x2.add(sums, value(read))),
    () => f.set(total, f64.add(f64x2.extractLane(sums, 0), f64x2.extractLane(sums, 1))),
    (read) => f.set(total, f64.add(total, f64x2.extractLane(value(read), 0))),
  );
  return total;
}

function writeRow(row: Row, out: I32, value: (read: Read) => V128): void {
  const { f, at } = row;
  forEachPair(
    row,
    (read) => f.store64Lane(i32.add(out, at), f32x4.demoteF64x2Zero(value(read)), 0),
    () => {},
    (read) => f.store32Lane(i32.add(out, at), f32x4.demoteF64x2Zero(value(read)), 0),
  );
}

/**
 * Emits a loop over the pairs of elements of a row, with the code of `pair`. The code of `between` follows. In a row of
 * odd length, the code of `single` then handles the last element.
 */
function forEachPair(
  { f, at, cols }: Row,
  pair: (read: Read) => void,
  between: () => void,
  single: (read: Read) => void,
): void {
  f.set(at, i32.const(0));
  f.while(
    () => i32.ltU(at, i32.shl(i32.and(cols, -2), 2)),
    () => {
      pair((start) => f64x2.promoteLowF32x4(v128.load64Zero(i32.add(start, at))));
      f.increase(at, 8);
    },
  );
  between();
  f.if(i32.and(cols, 1), () => {
    single((start) => f64x2.promoteLowF32x4(v128.load32Zero(i32.add(start, at))));
  });
}
