import type { MatmulTask } from "../../Kernels";
import { longestPart } from "../../partsOfSum";
import type { MatmulContext } from "./runMatmul";
import type { TileShape } from "./TileShape";

/** A task's part of A, which it reads again for every panel, should stay in the second-level cache. */
const partBytes = 256 * 1024;
/** With more rows than this, B is laid out in panels once for all tasks. */
const mostRowsUnpacked = 256;
/** Panels that a task takes, so that what it reads of A and B comes in long runs. */
const mostPanelsPerTask = 4;
/** Tasks per thread: enough that threads finish together, few enough that claiming them costs nothing. */
const tasksPerThread = 12;
const fewestTasksPerThread = 8;
/** Products below this many multiplications are done by one thread. */
const parallelFrom = 1 << 16;

/** Runs a product that multiplies every element on a thread pool; m, n and k are at least 1. */
export function runDense({ pool, kernels, shape, memory }: MatmulContext, task: MatmulTask): void {
  const { m, n, k, aTransposed = false, bTransposed = false } = task;
  const a = task.a.byteOffset;
  const b = task.b.byteOffset;
  const isSmall = m * n * k < parallelFrom;
  // A·Bᵀ may as well be computed as (B·Aᵀ)ᵀ. What is laid out in panels costs time, so it is the smaller of the two.
  const swap = !aTransposed && bTransposed && m <= n;
  const rows = swap ? n : m;
  const cols = swap ? m : n;
  const panelCount = Math.ceil(cols / shape.cols);

  const longest = Math.min(k, longestPart);
  const enoughTasks = isSmall ? 1 : fewestTasksPerThread * pool.threads;
  const isPacked = bTransposed || rows > mostRowsUnpacked || panelCount < enoughTasks;
  let panels = 0;
  if (isPacked) {
    panels = memory.reserve(panelCount * shape.cols * k * 4).byteOffset;
    const stride = 4 * (bTransposed ? k : n);
    const fields = { source: swap ? a : b, stride, transposed: bTransposed ? 1 : 0, k, cols, panels };
    pool.run(kernels.packPanels, panelCount, fields, isSmall);
  }
  const panelsPerTask = isPacked
    ? Math.min(panelCount, mostPanelsPerTask)
    : Math.max(1, Math.min(Math.floor(panelCount / enoughTasks), mostPanelsPerTask));
  const panelGroups = Math.ceil(panelCount / panelsPerTask);
  const rowGroups = isPacked && !isSmall ? splitRows(rows, longest, panelGroups, shape, pool.threads) : 1;
  const rowsPerTask = Math.ceil(Math.ceil(rows / shape.rows) / rowGroups) * shape.rows;
  pool.reserveScratch(4 * shape.cols * panelsPerTask * (rowsPerTask + (isPacked ? 0 : longest)));
  pool.run(kernels.gemm, rowGroups * panelGroups, {
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
    rowGroups,
    panelGroups,
    rowsPerTask,
    panelsPerTask,
  });
}

/**
 * Into how many groups rows are split: few enough for a group to stay in the cache, enough for all threads to have
 * several tasks, and as many for each thread, so that all have equal shares.
 */
function splitRows(
  rows: number,
  longestK: number,
  panelGroups: number,
  shape: TileShape,
  threads: number,
): number {
  const even = (rows * panelGroups) / (tasksPerThread * threads);
  const held = Math.max(2 * shape.rows, partBytes / (4 * longestK));
  const groups = Math.ceil(rows / Math.min(even, held) / threads) * threads;
  return Math.min(groups, Math.ceil(rows / shape.rows));
}
