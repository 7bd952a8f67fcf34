import type {
  MaxPool2dBackwardTask,
  MaxPool2dTask,
  MeanAxis,
  MeanPool2dBackwardTask,
  MeanPool2dTask,
  WindowAxis,
} from "../Kernels";

export function maxPool2d({ planes, rows, cols, x, out }: MaxPool2dTask): void {
  forEachWindow(planes, rows, cols, (at, first, firstCol) => {
    out[at] = x[indexOfGreatest(x, rows, cols, first, firstCol)]!;
  });
}

export function maxPool2dBackward({ planes, rows, cols, x, dy, dx }: MaxPool2dBackwardTask): void {
  const sums = new Float64Array(dx.length);
  forEachWindow(planes, rows, cols, (at, first, firstCol) => {
    const index = indexOfGreatest(x, rows, cols, first, firstCol);
    sums[index] = sums[index]! + dy[at]!;
  });
  dx.set(sums);
}

/** The first row of a window in its plane, and the index of the plane's first element. */
interface WindowStart {
  plane: number;
  row: number;
}

/** Calls `body` for each window, in order. `at` is the index of its output. Windows may begin in the padding. */
function forEachWindow(
  planes: number,
  rows: WindowAxis,
  cols: WindowAxis,
  body: (at: number, start: WindowStart, col: number) => void,
): void {
  let at = 0;
  for (let plane = 0; plane < planes; plane++) {
    for (let row = 0; row < rows.output; row++) {
      const start = { plane: plane * rows.input * cols.input, row: row * rows.stride - rows.padding };
      for (let col = 0; col < cols.output; col++) {
        body(at, start, col * cols.stride - cols.padding);
        at++;
      }
    }
  }
}

/** The index of the first of the greatest elements of a window. NaN counts as greatest. */
function indexOfGreatest(
  x: Float32Array,
  rows: WindowAxis,
  cols: WindowAxis,
  { plane, row }: WindowStart,
  col: number,
): number {
  let index = -1;
  for (let r = Math.max(0, row); r < Math.min(row + rows.window, rows.input); r++) {
    for (let c = Math.max(0, col); c < Math.min(col + cols.window, cols.input); c++) {
      const at = plane + r * cols.input + c;
      const isGreater = x[at]! > x[index]! || (Number.isNaN(x[at]!) && !Number.isNaN(x[index]!));
      if (index < 0 || isGreater) index = at;
    }
  }
  return index;
}

export function meanPool2d({ planes, rows, cols, x, out }: MeanPool2dTask): void {
  forEachMean(planes, rows, cols, (at, indices, count) => {
    let sum = 0;
    for (const index of indices) sum += x[index]!;
    out[at] = sum / count;
  });
}

export function meanPool2dBackward({ planes, rows, cols, dy, dx }: MeanPool2dBackwardTask): void {
  const sums = new Float64Array(dx.length);
  forEachMean(planes, rows, cols, (at, indices, count) => {
    for (const index of indices) sums[index] = sums[index]! + dy[at]! / count;
  });
  dx.set(sums);
}

function forEachMean(
  planes: number,
  rows: MeanAxis,
  cols: MeanAxis,
  body: (at: number, indices: number[], count: number) => void,
): void {
  let at = 0;
  for (let plane = 0; plane < planes; plane++) {
    for (const [row, rowCount] of rows.counts.entries()) {
      for (const [col, colCount] of cols.counts.entries()) {
        const indices: number[] = [];
        for (let r = rows.starts[row]!; r < rows.ends[row]!; r++) {
          for (let c = cols.starts[col]!; c < cols.ends[col]!; c++) {
            indices.push((plane * rows.input + r) * cols.input + c);
          }
        }
        body(at, indices, rowCount * colCount);
        at++;
      }
    }
  }
}
