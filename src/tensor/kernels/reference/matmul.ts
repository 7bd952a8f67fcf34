import type { MatmulTask } from "../Kernels";

/** Rows and columns of the tile of `out` that the inner loop holds in registers. */
const tile = 4;
/** How many elements of A are packed at a time: 1 MiB of doubles, to stay in the second-level cache. */
const packedElements = 2 ** 17;

let rowsPacked = new Float64Array(0);
let colsPacked = new Float64Array(0);
const sums = new Float64Array(tile * tile);

/** Sums are held in doubles and rounded to float32 once, when they are stored. */
export function matmul(task: MatmulTask): void {
  const { m, n, k } = task;
  const rowsAtOnce = Math.max(tile, Math.floor(packedElements / Math.max(1, k) / tile) * tile);
  rowsPacked = atLeast(rowsPacked, Math.min(roundUp(m), rowsAtOnce) * k);
  colsPacked = atLeast(colsPacked, tile * k);
  for (let first = 0; first < m; first += rowsAtOnce) {
    const rows = Math.min(rowsAtOnce, m - first);
    for (let row = 0; row < rows; row += tile) {
      const lanes = Math.min(tile, rows - row);
      pack(
        task.a,
        task.aTransposed ? 1 : k,
        task.aTransposed ? m : 1,
        first + row,
        lanes,
        k,
        rowsPacked,
        row * k,
      );
    }
    for (let col = 0; col < n; col += tile) {
      const lanes = Math.min(tile, n - col);
      pack(task.b, task.bTransposed ? k : 1, task.bTransposed ? 1 : n, col, lanes, k, colsPacked, 0);
      for (let row = 0; row < rows; row += tile) {
        multiplyTile(rowsPacked, row * k, colsPacked, k);
        store(task, first + row, Math.min(tile, rows - row), col, lanes);
      }
    }
  }
}

function roundUp(length: number): number {
  return Math.ceil(length / tile) * tile;
}

function atLeast(buffer: Float64Array<ArrayBuffer>, length: number): Float64Array<ArrayBuffer> {
  return buffer.length >= length ? buffer : new Float64Array(length);
}

/** Lays four rows of A (or columns of B) side by side: for each step along k, one element of each, 0 where none is. */
function pack(
  x: Float32Array,
  laneStep: number,
  kStep: number,
  first: number,
  lanes: number,
  k: number,
  out: Float64Array,
  at: number,
): void {
  for (let lane = 0; lane < tile; lane++) {
    let from = (first + lane) * laneStep;
    let to = at + lane;
    if (lane < lanes) {
      for (let j = 0; j < k; j++, from += kStep, to += tile) {
        out[to] = x[from]!;
      }
    } else {
      for (let j = 0; j < k; j++, to += tile) {
        out[to] = 0;
      }
    }
  }
}

/** Leaves the 4 × 4 products of packed rows and packed columns in `sums`, in two halves that fit the registers. */
function multiplyTile(a: Float64Array, aStart: number, b: Float64Array, k: number): void {
  for (let half = 0; half < tile; half += 2) {
    let s00 = 0;
    let s01 = 0;
    let s02 = 0;
    let s03 = 0;
    let s10 = 0;
    let s11 = 0;
    let s12 = 0;
    let s13 = 0;
    for (let p = aStart + half, q = 0, end = k * tile; q < end; p += tile, q += tile) {
      const a0 = a[p]!;
      const a1 = a[p + 1]!;
      const b0 = b[q]!;
      const b1 = b[q + 1]!;
      const b2 = b[q + 2]!;
      const b3 = b[q + 3]!;
      s00 += a0 * b0;
      s01 += a0 * b1;
      s02 += a0 * b2;
      s03 += a0 * b3;
      s10 += a1 * b0;
      s11 += a1 * b1;
      s12 += a1 * b2;
      s13 += a1 * b3;
    }
    const at = half * tile;
    sums[at] = s00;
    sums[at + 1] = s01;
    sums[at + 2] = s02;
    sums[at + 3] = s03;
    sums[at + 4] = s10;
    sums[at + 5] = s11;
    sums[at + 6] = s12;
    sums[at + 7] = s13;
  }
}

function store(task: MatmulTask, row: number, rows: number, col: number, cols: number): void {
  const { n, out, bias, accumulate, relu } = task;
  for (let r = 0; r < rows; r++) {
    const at = (row + r) * n + col;
    for (let c = 0; c < cols; c++) {
      let value = sums[r * tile + c]!;
      if (accumulate) {
        value += out[at + c]!;
      }
      if (bias) {
        value += bias[col + c]!;
      }
      out[at + c] = relu && value <= 0 ? 0 : value;
    }
  }
}
