import type { MatmulTask } from "../../Kernels";
import { longestPart } from "../../partsOfSum";
import type { MatmulContext } from "./runMatmul";
import type { TileShape } from "./TileShape";

/**
 * Approximate largest size (bytes) of the part of A that a task multiplies at a time: the task's rows, over one part of
 * the sum over k (see `partsOfSum`). The task reads this part of A again for every panel of B, so it should stay in the
 * second-level cache.
 */
const partBytes = 256 * 1024;
/**
 * Number of rows of A above which B is packed into panels once for all tasks. With fewer rows, each task packs its own
 * panels, unless B is transposed or has too few panels to keep all threads busy.
 */
const mostRowsUnpacked = 256;
/**
 * Largest number of panels of B in a task. A task has several panels if there are enough, so that its reads of A and B
 * are long and sequential.
 */
const mostPanelsPerTask = 4;
/**
 * Tasks per thread if B is packed: enough that all threads finish at about the same time, and few enough that claiming
 * them costs little.
 */
const tasksPerThread = 12;
/**
 * Number of panels per thread below which B is packed once for all tasks. Only then can the rows of A be split as well,
 * which makes more tasks.
 */
const fewestTasksPerThread = 8;
/**
 * Number of multiplications below which the rows of A are not split. Where B is packed once for all tasks of such a
 * product, the calling thread packs B alone.
 */
const parallelFrom = 1 << 16;

/**
 * Computes a product on a thread pool. Also multiplies the zeros of A, unlike `runSparse`. m, n and k are at least 1.
 */
export function runDense({ pool, kernels, shape, memory }: MatmulContext, task: MatmulTask): void {
  const { m, n, k, aTransposed = false, bTransposed = false } = task;
  const a = task.a.byteOffset;
  const b = task.b.byteOffset;
  const isSmall = m * n * k < parallelFrom;
  // A·Bᵀ equals (B·Aᵀ)ᵀ. The right operand is packed, which takes time. Where both orders are possible, the smaller
  // operand is therefore on the right.
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
 * Number of groups into which the rows of A are split. {@link partBytes} limits the size of a group. If A has enough
 * rows, every thread gets several tasks, and all threads get the same number of tasks.
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
