/** Largest number of elements in a task. 8192 elements take 32 KiB in each array. */
const mostPerTask = 8192;
/** Number of elements below which the calling thread alone computes sums, row kernels, pooling and batch norm. */
export const parallelFrom = 4096;
/** Number of floats in a cache line. */
const cacheLine = 16;

/**
 * Splits the elements of an array into tasks. Up to {@link mostPerTask} elements are one task. For more elements, all
 * tasks but the last have the same length, and all threads get the same number of tasks, as far as the rounding of the
 * length allows. All threads therefore finish at about the same time. In all kernels on arrays of one length, a thread
 * also usually gets the same elements, so that these may still be in the thread's cache.
 * @returns `tasks`: number of tasks (0 if there are no elements). `elementsPerTask`: number of elements of each task
 * but the last, a multiple of {@link cacheLine}
 */
export function splitElements(count: number, threads: number): { tasks: number; elementsPerTask: number } {
  if (count <= mostPerTask) return { tasks: Math.ceil(count / mostPerTask), elementsPerTask: mostPerTask };
  const wanted = threads * Math.ceil(count / (threads * mostPerTask));
  const elementsPerTask = Math.ceil(count / wanted / cacheLine) * cacheLine;
  return { tasks: Math.ceil(count / elementsPerTask), elementsPerTask };
}
