import type {
  MaxPool2dBackwardTask,
  MaxPool2dTask,
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

/** The index in x of the first element of a window's plane, and the window's first row in this plane. */
interface WindowStart {
  plane: number;
  row: number;
}

/**
 * Calls `body` for each window, in the order of the outputs. `at` is the index of the window's output, and `col` is the
 * window's first column. A window may begin in the padding, at a negative row or column.
 */
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

/** The index of a window's greatest element; of equal elements, the first counts. NaN counts as greatest. */
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
  let at = 0;
  for (let plane = 0; plane < planes * rows.input; plane += rows.input) {
    for (let o = 0; o < rows.counts.length; o++) {
      for (let p = 0; p < cols.counts.length; p++) {
        let sum = 0;
        for (let row = plane + rows.starts[o]!; row < plane + rows.ends[o]!; row++) {
          for (let col = cols.starts[p]!; col < cols.ends[p]!; col++) sum += x[row * cols.input + col]!;
        }
        out[at] = sum / (rows.counts[o]! * cols.counts[p]!);
        at++;
      }
    }
  }
}

export function meanPool2dBackward({ planes, rows, cols, dy, dx }: MeanPool2dBackwardTask): void {
  const sums = new Float64Array(rows.input * cols.input);
  let at = 0;
  for (let plane = 0; plane < planes; plane++) {
    sums.fill(0);
    for (let o = 0; o < rows.counts.length; o++) {
      for (let p = 0; p < cols.counts.length; p++) {
        const share = dy[at]! / (rows.counts[o]! * cols.counts[p]!);
        for (let row = rows.starts[o]!; row < rows.ends[o]!; row++) {
          for (let col = cols.starts[p]!; col < cols.ends[p]!; col++) {
            const i = row * cols.input + col;
            sums[i] = sums[i]! + share;
          }
        }
        at++;
      }
    }
    dx.set(sums, plane * sums.length);
  }
}
