import type { MatmulTask } from "../../Kernels";
import { longestPart } from "../../partsOfSum";
import type { MatmulContext } from "./runMatmul";
import type { TileShape } from "./TileShape";

/**
 * Largest number of bytes of a task's part of A. The part is read again for every panel and should stay in the
 * second-level cache.
 */
const partBytes = 256 * 1024;
/**
 * Number of rows above which B is packed in panels once for all tasks. With fewer rows, B is packed so only if it is
 * transposed or has too few panels for all threads.
 */
const mostRowsUnpacked = 256;
/**
 * Largest number of panels of a task. A task has several where possible, so that its reads of A and B are long and
 * sequential.
 */
const mostPanelsPerTask = 4;
/**
 * Tasks per thread if B is packed: enough that all threads finish at about the same time, and few enough that claiming
 * them costs little.
 */
const tasksPerThread = 12;
/** Number of tasks per thread below which B is packed, since the rows are only split if B is packed. */
const fewestTasksPerThread = 8;
/** Number of multiplications below which a product uses one thread. */
const parallelFrom = 1 << 16;

/** Computes a product on a thread pool and multiplies every element. m, n and k are at least 1. */
export function runDense({ pool, kernels, shape, memory }: MatmulContext, task: MatmulTask): void {
  const { m, n, k, aTransposed = false, bTransposed = false } = task;
  const a = task.a.byteOffset;
  const b = task.b.byteOffset;
  const isSmall = m * n * k < parallelFrom;
  // A·Bᵀ equals (B·Aᵀ)ᵀ. The right operand of the computed product is packed, which takes time, so it is the smaller
  // one.
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
 * Number of groups into which rows are split. A group's part of A must fit into the cache, and every thread must get
 * several tasks, the same number for each thread.
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
