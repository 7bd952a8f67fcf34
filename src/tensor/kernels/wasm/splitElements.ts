/** The most elements that one task does: 32 KiB of each array. */
const mostPerTask = 8192;
/** Of floats. */
const cacheLine = 16;

/**
 * How the elements of an array are cut into tasks: as many for every thread, and all of one length but for the last.
 * So kernel after kernel a thread meets the same part of an array, which its own cache may still hold, and no thread
 * is done before the others and takes to theirs.
 * @returns how many tasks there are, none for no elements, and the most that one does: whole cache lines of floats
 */
export function splitElements(count: number, threads: number): { tasks: number; elementsPerTask: number } {
  if (count <= mostPerTask) return { tasks: Math.ceil(count / mostPerTask), elementsPerTask: mostPerTask };
  const wanted = threads * Math.ceil(count / (threads * mostPerTask));
  const elementsPerTask = Math.ceil(count / wanted / cacheLine) * cacheLine;
  return { tasks: Math.ceil(count / elementsPerTask), elementsPerTask };
}
