import type { MatmulTask } from "../../Kernels";
import { partsOfSum } from "../../partsOfSum";
import { splitElements } from "../splitElements";
import { bitsStride } from "./nonzeros";
import type { MatmulContext } from "./runMatmul";
import { type SparseSplit, sparseScratchBytes } from "./sparseGemm";
import { mostSteps } from "./sparseTile";
import type { TileShape } from "./TileShape";

/**
 * Number of tasks per thread, if there are enough columns. The number is high enough that all threads finish at about
 * the same time, and otherwise low, since each task packs its columns of B again for itself.
 */
const tasksPerThread = 4;
const mostRowsPerTask = 256;
/**
 * Smallest number of columns to which a task is narrowed so that there are more tasks. With narrower tiles, some of the
 * processor's multipliers would be idle.
 */
const fewestColumnsPerTask = 64;
/**
 * Largest number of columns of a task if B is not transposed. Long rows of B are read fastest, but the packed part of B
 * should stay in the second-level cache.
 */
const mostColumnsPerTask = 416;
/**
 * Number of steps of k for which a task packs B at once if B is transposed. A task then has fewer columns, so that more
 * steps fit into the cache.
 */
const stepsOfTransposed = 5 * mostSteps;
const rowsPerSearch = 16;

/**
 * Computes a product on a thread pool. Skips the zeros of A, except where the packed part of B has an element that is
 * not finite. m, n and k are at least 1.
 */
export function runSparse({ pool, kernels, shape, memory }: MatmulContext, task: MatmulTask): void {
  const { m, n, k, aTransposed = false, bTransposed = false } = task;
  const bits = { stride: bitsStride(k), bytes: roundUp(m * bitsStride(k), 64) };
  // If A is transposed, its copy by rows is written four elements of a row at a time. A row of the copy therefore needs
  // room for up to three elements beyond its last one.
  const aStride = 4 * (aTransposed ? roundUp(k, 4) : k);
  const split = splitSparse(task, shape, pool.threads);
  const byRowsBytes = aTransposed ? m * aStride : 0;
  const partBytes = 4 * m * n;
  const found = memory.reserve(bits.bytes + byRowsBytes + (split.partGroups - 1) * partBytes).byteOffset;
  const byRows = aTransposed ? found + bits.bytes : 0;
  const laterParts = found + bits.bytes + byRowsBytes;
  pool.run(kernels.findNonzeros, Math.ceil(m / rowsPerSearch), {
    source: task.a.byteOffset,
    stride: 4 * (aTransposed ? m : k),
    rows: m,
    k,
    byRows,
    byRowsStride: aStride,
    bits: found,
    bitsStride: bits.stride,
    rowsPerTask: rowsPerSearch,
  });
  pool.reserveScratch(sparseScratchBytes(task, shape, split));
  pool.run(kernels.sparseGemm, split.partGroups * split.rowGroups * split.columnGroups, {
    a: byRows || task.a.byteOffset,
    aStride,
    bits: found,
    bitsStride: bits.stride,
    b: task.b.byteOffset,
    bStride: 4 * (bTransposed ? k : n),
    bTransposed: bTransposed ? 1 : 0,
    k,
    rows: m,
    cols: n,
    out: task.out.byteOffset,
    outStride: 4 * n,
    laterParts,
    bias: task.bias?.byteOffset ?? 0,
    accumulate: task.accumulate ? 1 : 0,
    relu: task.relu ? 1 : 0,
    ...split,
  });
  for (let part = 1; part < split.partGroups; part++) {
    const x = laterParts + (part - 1) * partBytes;
    const count = m * n;
    const { tasks, elementsPerTask } = splitElements(count, pool.threads);
    pool.run(kernels.addScaled, tasks, { count, elementsPerTask, out: task.out.byteOffset, x, scale: 1 });
  }
}

function splitSparse(task: MatmulTask, { sparse }: TileShape, threads: number): SparseSplit {
  const { m, n, k, bTransposed, bias, relu, accumulate } = task;
  // If each task computes only one part of the sum over k, each thread reads only some of the rows of B. B is often a
  // weight, whose rows the same thread has just updated, so that they are in its cache. The results do not depend on
  // this split, since the parts are summed separately in any case.
  const isPlain = !(bTransposed || bias || relu || accumulate) && n % sparse.unit === 0;
  const parts = partsOfSum(k).length;
  const partGroups = isPlain && parts <= threads && m <= mostRowsPerTask ? parts : 1;
  const rowGroups = Math.ceil(m / mostRowsPerTask);
  const tasks = Math.ceil((tasksPerThread * threads) / partGroups);
  const most = bTransposed ? sparse.cols : mostColumnsPerTask;
  const wanted = Math.min(Math.ceil(tasks / rowGroups), Math.floor(n / fewestColumnsPerTask));
  const columnGroups = Math.max(1, wanted, Math.ceil(n / most));
  const columnsPerTask = roundUp(Math.ceil(n / columnGroups), sparse.unit);
  return {
    partGroups,
    rowGroups,
    columnGroups,
    groupsPerThread: Math.ceil(columnGroups / threads),
    rowsPerTask: Math.ceil(m / rowGroups),
    columnsPerTask,
    panelsPerTask: Math.ceil(columnsPerTask / sparse.cols),
    stepsPerSlab: bTransposed ? stepsOfTransposed : mostSteps,
  };
}

function roundUp(value: number, multiple: number): number {
  return Math.ceil(value / multiple) * multiple;
}
