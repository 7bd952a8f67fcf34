import type { KernelModule } from "../../threads/KernelModule";
import type { V128 } from "../../webassembly/Expr";
import { f32, f64, f64x2, i32, v128 } from "../../webassembly/instructions";
import { demote, promote } from "./exponential";

const fields = {
  n: "i32",
  inner: "i32",
  x: "i32",
  out: "i32",
  scale: "f64",
  accumulate: "i32",
  columnsPerTask: "i32",
  columnGroups: "i32",
} as const;

type Load = typeof v128.load;

/**
 * out[o, i] = (accumulate ? out : 0) + scale · Σⱼ x[o, j, i]. Sums are doubles. With inner > 1, each column is summed
 * in the order of j. With inner = 1, element j of the row is added to the sum j mod 8 of eight sums. The eight sums are
 * then added, and last the remaining elements, which are fewer than eight.
 */
export function defineSumKernels(module: KernelModule) {
  return {
    /** For inner > 1: a task sums at most `columnsPerTask` columns i of one o. `columnsPerTask` is a multiple of 16. */
    sumColumns: module.kernel("sumColumns", fields, (f, { job, task }) => {
      const outer = f.let(i32.divU(task, job.columnGroups));
      const column = f.let(i32.mul(i32.remU(task, job.columnGroups), job.columnsPerTask));
      const left = f.let(i32.sub(job.inner, column));
      f.if(i32.gtS(left, job.columnsPerTask), () => f.set(left, job.columnsPerTask));
      const rowBytes = f.let(i32.shl(job.inner, 2));
      const x = f.let(i32.add(job.x, i32.add(i32.mul(i32.mul(outer, job.n), rowBytes), i32.shl(column, 2))));
      const out = f.let(i32.add(job.out, i32.add(i32.mul(outer, rowBytes), i32.shl(column, 2))));
      const scale = f.let(f64x2.splat(job.scale));
      const row = f.local("i32");
      const rows = f.local("i32");

      /**
       * Sums `count` neighbouring vectors. A vector holds four columns, or one column with `load32Zero`. Four vectors
       * fill a cache line.
       */
      const sumVectors = (count: number, load: Load, store: (value: V128, offset: number) => void) => {
        const vectors = Array.from({ length: count }, (_, i) => ({
          offset: 16 * i,
          low: f.let(f64x2.const(0)),
          high: f.let(f64x2.const(0)),
        }));
        f.set(row, x);
        f.set(rows, job.n);
        f.while(
          () => rows,
          () => {
            for (const { offset, low, high } of vectors) {
              const [lower, upper] = promote(f, load(row, offset));
              f.set(low, f64x2.add(low, lower));
              f.set(high, f64x2.add(high, upper));
            }
            f.increase(row, rowBytes);
            f.increase(rows, -1);
          },
        );
        for (const { offset, low, high } of vectors) {
          f.set(low, f64x2.mul(low, scale));
          f.set(high, f64x2.mul(high, scale));
          f.if(job.accumulate, () => {
            const [lower, upper] = promote(f, load(out, offset));
            f.set(low, f64x2.add(low, lower));
            f.set(high, f64x2.add(high, upper));
          });
          store(demote(low, high), offset);
        }
      };
      const sumColumns = (columns: number, sum: () => void) => {
        f.while(
          () => i32.geS(left, columns),
          () => {
            sum();
            f.increase(x, 4 * columns);
            f.increase(out, 4 * columns);
            f.increase(left, -columns);
          },
        );
      };
      const storeVector = (value: V128, offset: number) => f.store(out, value, offset);
      sumColumns(16, () => sumVectors(4, v128.load, storeVector));
      sumColumns(4, () => sumVectors(1, v128.load, storeVector));
      sumColumns(1, () => sumVectors(1, v128.load32Zero, (value) => f.store32Lane(out, value, 0)));
    }),

    /** For inner = 1: a task sums one row. */
    sumRow: module.kernel("sumRow", fields, (f, { job, task }) => {
      const x = f.let(i32.add(job.x, i32.shl(i32.mul(task, job.n), 2)));
      const out = f.let(i32.add(job.out, i32.shl(task, 2)));
      const left = f.let(job.n);
      const sums = f.localArray("v128", 4);
      const total = f.local("f64");
      f.while(
        () => i32.geS(left, 8),
        () => {
          const parts = [0, 16].flatMap((offset) => promote(f, v128.load(x, offset)));
          sums.forEach((sum, i) => {
            f.set(sum, f64x2.add(sum, parts[i]!));
          });
          f.increase(x, 32);
          f.increase(left, -8);
        },
      );
      const [a, b, c, d] = sums as [(typeof sums)[0], (typeof sums)[0], (typeof sums)[0], (typeof sums)[0]];
      const sum = f.let(f64x2.add(f64x2.add(a, b), f64x2.add(c, d)));
      f.set(total, f64.add(f64x2.extractLane(sum, 0), f64x2.extractLane(sum, 1)));
      f.while(
        () => i32.gtS(left, 0),
        () => {
          f.set(total, f64.add(total, f64.promoteF32(f32.load(x))));
          f.increase(x, 4);
          f.increase(left, -1);
        },
      );
      f.set(total, f64.mul(total, job.scale));
      f.if(job.accumulate, () => f.set(total, f64.add(total, f64.promoteF32(f32.load(out)))));
      f.store(out, f32.demoteF64(total));
    }),
  };
}
