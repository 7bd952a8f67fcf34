import type { KernelContext, KernelModule } from "../../threads/KernelModule";
import type { I32, Local, V128 } from "../../webassembly/Expr";
import type { FunctionBuilder } from "../../webassembly/FunctionBuilder";
import { f32, f32x4, i32, i32x4, v128 } from "../../webassembly/instructions";

const fields = {
  planes: "i32",
  planesPerTask: "i32",
  height: "i32",
  width: "i32",
  outHeight: "i32",
  outWidth: "i32",
  windowRows: "i32",
  windowCols: "i32",
  rowStride: "i32",
  colStride: "i32",
  rowPadding: "i32",
  colPadding: "i32",
  x: "i32",
  y: "i32",
  dy: "i32",
  dx: "i32",
} as const;

type Context = KernelContext<typeof fields>;

/** Addresses of the current plane in x and in dx, and of the current output element in y and in dy. */
interface Plane {
  readonly x: Local<"i32">;
  readonly dx: Local<"i32">;
  readonly y: Local<"i32">;
  readonly dy: Local<"i32">;
}

/**
 * Defines the kernels of max pooling and of its gradient. A task computes whole planes (one channel of one image each).
 * The kernels for windows of 2 × 2 with stride 2 and without padding compute up to four windows at a time. The gradient
 * of an output goes to the first element of its window that equals the output or is NaN.
 */
export function definePoolKernels(module: KernelModule) {
  const define = (name: string, body: (f: FunctionBuilder, context: Context, plane: Plane) => void) =>
    module.kernel(name, fields, (f, context) => {
      const { job, task } = context;
      const first = f.let(i32.mul(task, job.planesPerTask));
      const left = f.let(i32.sub(job.planes, first));
      f.if(i32.gtS(left, job.planesPerTask), () => f.set(left, job.planesPerTask));
      const bytes = f.let(i32.shl(i32.mul(job.height, job.width), 2));
      const outBytes = i32.shl(i32.mul(job.outHeight, job.outWidth), 2);
      const at = (array: I32, size: I32) => f.let(i32.add(array, i32.mul(first, size)));
      const plane = {
        x: at(job.x, bytes),
        dx: at(job.dx, bytes),
        y: at(job.y, outBytes),
        dy: at(job.dy, outBytes),
      };
      f.doWhile(
        () => {
          body(f, context, plane);
          f.increase(plane.x, bytes);
          f.increase(plane.dx, bytes);
          f.increase(left, -1);
        },
        () => left,
      );
    });

  return {
    maxPool: define("maxPool", (f, context, { x, y }) => {
      const greatest = f.local("f32");
      forEachWindow(f, context, (window) => {
        f.set(greatest, f32.const(Number.NEGATIVE_INFINITY));
        window((offset) => f.set(greatest, f32.max(greatest, f32.load(i32.add(x, offset)))));
        f.store(y, greatest);
        f.increase(y, 4);
      });
    }),
    maxPoolBackward: define("maxPoolBackward", (f, context, { x, dx, y, dy }) => {
      zeroPlane(f, context, dx);
      const found = f.local("i32");
      const value = f.local("f32");
      const element = f.local("f32");
      forEachWindow(f, context, (window) => {
        f.set(found, i32.const(-1));
        f.set(value, f32.load(y));
        window((offset) => {
          f.set(element, f32.load(i32.add(x, offset)));
          const isGreatest = i32.or(f32.eq(element, value), f32.ne(element, element));
          f.if(i32.and(i32.eq(found, -1), isGreatest), () => f.set(found, offset));
        });
        f.set(found, i32.add(dx, found));
        f.store(found, f32.add(f32.load(found), f32.load(dy)));
        f.increase(y, 4);
        f.increase(dy, 4);
      });
    }),
    maxPool2x2: define("maxPool2x2", (f, context, plane) => {
      const { y } = plane;
      forEachPairOfRows(f, context, plane, {
        fours: ({ upper, lower }) => {
          const greater = (by: number) => f.let(f32x4.max(v128.load(upper, by), v128.load(lower, by)));
          const [a, b] = [greater(0), greater(16)];
          f.store(y, f32x4.max(i32x4.shuffle(a, b, [0, 2, 4, 6]), i32x4.shuffle(a, b, [1, 3, 5, 7])));
        },
        single: ({ upper, lower }) => {
          const rows = [upper, lower].map((row) => f32.max(f32.load(row), f32.load(row, 4)));
          f.store(y, f32.max(rows[0]!, rows[1]!));
        },
      });
    }),
    maxPool2x2Backward: define("maxPool2x2Backward", (f, context, plane) => {
      const { dx, y, dy } = plane;
      // If the number of rows is odd, the last row is in no window, and its gradient is 0. The same holds for columns.
      const { height, width } = context.job;
      f.if(i32.and(i32.or(height, width), 1), () => zeroPlane(f, context, dx));
      const write = (
        rows: PairOfRows,
        load: typeof v128.load,
        by: number,
        twice: (address: I32) => V128,
        store: (row: I32, value: V128) => void,
      ) => {
        const value = f.let(twice(y));
        const isGreatest = (row: I32) => {
          const x = f.let(load(row, by));
          return f.let(v128.or(f32x4.eq(x, value), f32x4.ne(x, x)));
        };
        const upper = isGreatest(rows.upper);
        const lower = isGreatest(rows.lower);
        // If several elements equal the output, only the first of them receives the gradient. Elements of the upper row
        // come first, and the left one of each row before the right one.
        f.set(upper, v128.andnot(upper, leftOf(upper)));
        const above = f.let(v128.or(upper, i32x4.shuffle(upper, upper, [1, 0, 3, 2])));
        f.set(lower, v128.andnot(lower, above));
        f.set(lower, v128.andnot(lower, leftOf(lower)));
        const gradient = f.let(twice(dy));
        store(rows.upperOut, v128.and(gradient, upper));
        store(rows.lowerOut, v128.and(gradient, lower));
      };
      forEachPairOfRows(f, context, plane, {
        fours: (rows) => {
          for (const half of [0, 1]) {
            const lanes = [0, 0, 1, 1].map((lane) => lane + 2 * half);
            write(
              rows,
              v128.load,
              16 * half,
              (address) => {
                const four = f.let(v128.load(address));
                return i32x4.shuffle(four, four, lanes);
              },
              (row, value) => f.store(row, value, 16 * half),
            );
          }
        },
        single: (rows) =>
          write(rows, v128.load64Zero, 0, v128.load32Splat, (row, value) => f.store64Lane(row, value, 0)),
      });
    }),
  };
}

/** A vector whose odd lanes hold the lane to their left, and whose even lanes hold 0. */
function leftOf(mask: V128): V128 {
  return v128.and(i32x4.shuffle(mask, mask, [0, 0, 2, 2]), v128.constLanes([0, -1, 0, -1]));
}

function zeroPlane(f: FunctionBuilder, { job }: Context, plane: I32): void {
  const at = f.let(plane);
  const end = f.let(i32.add(plane, i32.shl(i32.mul(job.height, job.width), 2)));
  f.while(
    () => i32.leU(i32.add(at, 16), end),
    () => {
      f.store(at, f32x4.const(0));
      f.increase(at, 16);
    },
  );
  f.while(
    () => i32.ltU(at, end),
    () => {
      f.store(at, f32.const(0));
      f.increase(at, 4);
    },
  );
}

/**
 * Emits loops over the windows of a plane in order. `body` gets a function that emits a loop over the elements of the
 * current window, without padding. The offset of an element is its distance (bytes) from the plane's first element.
 */
function forEachWindow(
  f: FunctionBuilder,
  { job }: Context,
  body: (window: (element: (offset: Local<"i32">) => void) => void) => void,
): void {
  const rows = f.let(job.outHeight);
  const firstRow = f.let(i32.sub(i32.const(0), job.rowPadding));
  const cols = f.local("i32");
  const firstCol = f.local("i32");
  const row = f.local("i32");
  const endRow = f.local("i32");
  const col = f.local("i32");
  const endCol = f.local("i32");
  const offset = f.local("i32");
  const window = (element: (offset: Local<"i32">) => void) => {
    f.set(row, atLeastZero(firstRow));
    f.set(endRow, atMost(i32.add(firstRow, job.windowRows), job.height));
    f.doWhile(
      () => {
        f.set(col, atLeastZero(firstCol));
        f.set(endCol, atMost(i32.add(firstCol, job.windowCols), job.width));
        f.set(offset, i32.shl(i32.add(i32.mul(row, job.width), col), 2));
        f.doWhile(
          () => {
            element(offset);
            f.increase(offset, 4);
            f.increase(col, 1);
          },
          () => i32.ltS(col, endCol),
        );
        f.increase(row, 1);
      },
      () => i32.ltS(row, endRow),
    );
  };
  f.doWhile(
    () => {
      f.set(cols, job.outWidth);
      f.set(firstCol, i32.sub(i32.const(0), job.colPadding));
      f.doWhile(
        () => {
          body(window);
          f.increase(firstCol, job.colStride);
          f.increase(cols, -1);
        },
        () => cols,
      );
      f.increase(firstRow, job.rowStride);
      f.increase(rows, -1);
    },
    () => rows,
  );
}

function atLeastZero(value: I32): I32 {
  return i32.select(value, 0, i32.gtS(value, 0));
}

function atMost(value: I32, limit: I32): I32 {
  return i32.select(value, limit, i32.ltS(value, limit));
}

/**
 * Addresses of the first elements in the two rows of a window of 2 × 2: `upper` and `lower` in x, `upperOut` and
 * `lowerOut` in dx.
 */
interface PairOfRows {
  readonly upper: Local<"i32">;
  readonly lower: Local<"i32">;
  readonly upperOut: Local<"i32">;
  readonly lowerOut: Local<"i32">;
}

/**
 * Emits loops over the windows of 2 × 2 of a plane. `body.fours` emits code for four neighbouring windows,
 * `body.single` for a single window.
 */
function forEachPairOfRows(
  f: FunctionBuilder,
  { job }: Context,
  { x, dx, y, dy }: Plane,
  body: Record<"fours" | "single", (rows: PairOfRows) => void>,
): void {
  const rowBytes = f.let(i32.shl(job.width, 2));
  const rows = f.let(job.outHeight);
  const cols = f.local("i32");
  const back = f.local("i32");
  const [start, startOut] = [f.let(x), f.let(dx)];
  const pair = {
    upper: f.local("i32"),
    lower: f.local("i32"),
    upperOut: f.local("i32"),
    lowerOut: f.local("i32"),
  };
  const advance = (windows: number) => {
    for (const row of Object.values(pair)) f.increase(row, 8 * windows);
    f.increase(y, 4 * windows);
    f.increase(dy, 4 * windows);
    f.increase(cols, -windows);
  };
  f.doWhile(
    () => {
      f.set(pair.upper, start);
      f.set(pair.lower, i32.add(start, rowBytes));
      f.set(pair.upperOut, startOut);
      f.set(pair.lowerOut, i32.add(startOut, rowBytes));
      f.set(cols, job.outWidth);
      f.while(
        () => i32.geS(cols, 4),
        () => {
          body.fours(pair);
          advance(4);
        },
      );
      f.if(i32.and(i32.gtS(cols, 1), i32.geS(job.outWidth, 4)), () => {
        // The last four windows of the row. Some of them are computed a second time, with the same results.
        f.set(back, i32.sub(4, cols));
        for (const row of Object.values(pair)) f.set(row, i32.sub(row, i32.shl(back, 3)));
        for (const output of [y, dy]) f.set(output, i32.sub(output, i32.shl(back, 2)));
        f.set(cols, i32.const(4));
        body.fours(pair);
        advance(4);
      });
      f.while(
        () => cols,
        () => {
          body.single(pair);
          advance(1);
        },
      );
      f.increase(start, i32.shl(rowBytes, 1));
      f.increase(startOut, i32.shl(rowBytes, 1));
      f.increase(rows, -1);
    },
    () => rows,
  );
}
