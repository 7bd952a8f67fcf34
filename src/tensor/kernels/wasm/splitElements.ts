/** Largest number of elements of a task: 32 KiB of each array. */
const mostPerTask = 8192;
/** Number of elements below which one thread computes sums, rows, planes and channels. */
export const parallelFrom = 4096;
/** Floats in a cache line. */
const cacheLine = 16;

/**
 * Splits the elements of an array into tasks: the same number for every thread, all of one length except for the
 * last. In each kernel, a thread therefore gets the same part of an array, which may still be in its cache, and all
 * threads finish at about the same time. Up to `mostPerTask` elements are one task.
 * @returns the number of tasks, 0 for no elements, and the most elements of a task: a multiple of a cache line
 */
export function splitElements(count: number, threads: number): { tasks: number; elementsPerTask: number } {
  if (count <= mostPerTask) return { tasks: Math.ceil(count / mostPerTask), elementsPerTask: mostPerTask };
  const wanted = threads * Math.ceil(count / (threads * mostPerTask));
  const elementsPerTask = Math.ceil(count / wanted / cacheLine) * cacheLine;
  return { tasks: Math.ceil(count / elementsPerTask), elementsPerTask };
}
