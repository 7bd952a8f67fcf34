import type { ThreadPool } from "../../threads/ThreadPool";
import type { MatmulTask } from "../Kernels";
import type { GrowingBlock } from "./GrowingBlock";
import type { defineGemm, GemmShape } from "./gemm";

type GemmKernels = ReturnType<typeof defineGemm>;

/** A task's rows of A, read again for every panel, should stay in the second-level cache. */
const rowBytes = 256 * 1024;
/** Packing a panel is worth it for this many rows. */
const fewestRows = 96;
/**
 * How much of k is done at a time. Where A is read by columns, a tile touches as many cache lines as k is long, and
 * all may compete for the same places of the cache.
 */
const mostK = { byRows: 1024, byColumns: 256 };
/** Tasks per thread: enough that threads finish together, few enough that claiming them costs nothing. */
const tasksPerThread = 12;
/** Products below this many multiplications are done by one thread. */
const parallelFrom = 1 << 16;

/** Runs a matrix product with m, n and k at least 1 on a thread pool. */
export function runMatmul(
  pool: ThreadPool,
  kernels: GemmKernels,
  shape: GemmShape,
  panelMemory: GrowingBlock,
  task: MatmulTask,
): void {
  const { m, n, k, aTransposed = false, bTransposed = false } = task;
  const a = task.a.byteOffset;
  const b = task.b.byteOffset;
  const isSmall = m * n * k < parallelFrom;
  // A·Bᵀ may as well be computed as (B·Aᵀ)ᵀ. What is laid out in panels costs time, so it is the smaller of the two.
  const swap = !aTransposed && bTransposed && m <= n;
  const rows = swap ? n : m;
  const cols = swap ? m : n;
  const panelCount = Math.ceil(cols / shape.cols);

  let panels = 0;
  if (bTransposed) {
    panels = panelMemory.reserve(panelCount * shape.cols * k * 4).byteOffset;
    const fields = { source: swap ? a : b, stride: 4 * k, k, cols, panels };
    pool.run(kernels.packPanels, panelCount, fields, isSmall);
  }
  const tasks = isSmall ? 1 : tasksPerThread * pool.threads;
  const split = panels
    ? splitPacked(rows, panelCount, k, shape, tasks)
    : splitUnpacked(rows, panelCount, k, shape, tasks);
  const { rowsPerTask, panelsPerTask } = split;
  const panelGroups = Math.ceil(panelCount / panelsPerTask);
  const kParts = Math.ceil(k / (aTransposed ? mostK.byColumns : mostK.byRows));
  const kPerPart = Math.ceil(k / kParts);
  pool.reserveScratch(4 * shape.cols * (rowsPerTask + (panels ? 0 : kPerPart)));
  pool.run(kernels.gemm, panelGroups * Math.ceil(rows / rowsPerTask), {
    a: swap ? b : a,
    aStride: 4 * (aTransposed ? m : k),
    aByColumns: aTransposed ? 1 : 0,
    b,
    bStride: 4 * n,
    panels,
    k,
    rows,
    cols,
    out: task.out.byteOffset,
    outStride: 4 * n,
    transposed: swap ? 1 : 0,
    bias: task.bias?.byteOffset ?? 0,
    accumulate: task.accumulate ? 1 : 0,
    relu: task.relu ? 1 : 0,
    rowsPerTask,
    panelsPerTask,
    panelGroups,
    kPerPart,
  });
}

interface Split {
  rowsPerTask: number;
  panelsPerTask: number;
}

/** B is in panels: a task takes some rows and up to four panels, so that its rows are read from memory once. */
function splitPacked(rows: number, panels: number, k: number, shape: GemmShape, tasks: number): Split {
  const panelsPerTask = Math.min(panels, 4);
  const rowGroups = tasks / Math.ceil(panels / panelsPerTask);
  return { panelsPerTask, rowsPerTask: rowsFor(rows / rowGroups, rows, k, shape) };
}

/** Tasks pack their own panels: a panel at a time, for as many rows as can be. */
function splitUnpacked(rows: number, panels: number, k: number, shape: GemmShape, tasks: number): Split {
  const rowGroups = Math.ceil(tasks / 3 / panels);
  return { panelsPerTask: tasks === 1 ? panels : 1, rowsPerTask: rowsFor(rows / rowGroups, rows, k, shape) };
}

/** Whole tiles, and no more rows than the cache holds. */
function rowsFor(wanted: number, rows: number, k: number, shape: GemmShape): number {
  const held = Math.max(fewestRows, rowBytes / (4 * Math.min(k, mostK.byRows)));
  const tiles = Math.max(1, Math.ceil(Math.min(wanted, held) / shape.rows));
  return Math.min(rows, tiles * shape.rows);
}
