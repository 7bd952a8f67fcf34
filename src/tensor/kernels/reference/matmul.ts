import type { MatmulTask } from "../Kernels";
import { partsOfSum } from "../partsOfSum";

/** Number of rows, and of columns, of the tile of `out` in the inner loop. */
const tile = 4;
/**
 * Largest number of elements of A that are packed at a time: 512 KiB, which fit into the second-level cache. If four
 * rows have more elements than this, four rows are packed.
 */
const packedElements = 2 ** 17;

let rowsPacked = new Float32Array(0);
let colsPacked = new Float32Array(0);
const sums = new Float32Array(tile * tile);

/**
 * Computes the product and rounds every product of two elements and every sum to float32. The sum over k is split by
 * {@link partsOfSum}: each part is summed alone, then the parts are added in order.
 */
export function matmul(task: MatmulTask): void {
  const { m, n, k } = task;
  const parts = partsOfSum(k);
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
        let start = 0;
        for (const length of parts) {
          multiplyTile(rowsPacked, row * k + start * tile, colsPacked, start * tile, length);
          const part = { isFirst: start === 0, isLast: start + length === k };
          store(task, part, first + row, Math.min(tile, rows - row), col, lanes);
          start += length;
        }
      }
    }
  }
}

function roundUp(length: number): number {
  return Math.ceil(length / tile) * tile;
}

function atLeast(buffer: Float32Array<ArrayBuffer>, length: number): Float32Array<ArrayBuffer> {
  return buffer.length >= length ? buffer : new Float32Array(length);
}

/**
 * Packs four rows of A (or four columns of B): for each step of k, `out` gets one element of each row. Only the first
 * `lanes` rows exist. For the others, `out` gets 0.
 */
function pack(
  x: Float32Array,
  laneStep: number,
  kStep: number,
  first: number,
  lanes: number,
  k: number,
  out: Float32Array,
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

/**
 * Writes the 4 × 4 products of packed rows and packed columns over one part of k to `sums`, in two halves that fit
 * into registers. The explicit rounding makes V8 compute in single precision.
 */
function multiplyTile(a: Float32Array, aStart: number, b: Float32Array, bStart: number, k: number): void {
  const { fround } = Math;
  for (let half = 0; half < tile; half += 2) {
    let s00 = fround(0);
    let s01 = fround(0);
    let s02 = fround(0);
    let s03 = fround(0);
    let s10 = fround(0);
    let s11 = fround(0);
    let s12 = fround(0);
    let s13 = fround(0);
    for (let p = aStart + half, q = bStart, end = bStart + k * tile; q < end; p += tile, q += tile) {
      const a0 = a[p]!;
      const a1 = a[p + 1]!;
      const b0 = b[q]!;
      const b1 = b[q + 1]!;
      const b2 = b[q + 2]!;
      const b3 = b[q + 3]!;
      s00 = fround(s00 + fround(a0 * b0));
      s01 = fround(s01 + fround(a0 * b1));
      s02 = fround(s02 + fround(a0 * b2));
      s03 = fround(s03 + fround(a0 * b3));
      s10 = fround(s10 + fround(a1 * b0));
      s11 = fround(s11 + fround(a1 * b1));
      s12 = fround(s12 + fround(a1 * b2));
      s13 = fround(s13 + fround(a1 * b3));
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

/**
 * Stores one part of a sum. The bias and, with `accumulate`, the contents of `out` are added to the first part. Later
 * parts are added to the result so far. ReLU is applied after the last part.
 */
function store(
  task: MatmulTask,
  part: { isFirst: boolean; isLast: boolean },
  row: number,
  rows: number,
  col: number,
  cols: number,
): void {
  const { n, out } = task;
  const accumulate = task.accumulate || !part.isFirst;
  const bias = part.isFirst ? task.bias : undefined;
  const relu = task.relu && part.isLast;
  for (let r = 0; r < rows; r++) {
    const at = (row + r) * n + col;
    for (let c = 0; c < cols; c++) {
      let value = sums[r * tile + c]!;
      if (accumulate) {
        value = Math.fround(value + out[at + c]!);
      }
      if (bias) {
        value = Math.fround(value + bias[col + c]!);
      }
      out[at + c] = relu && value <= 0 ? 0 : value;
    }
  }
}
