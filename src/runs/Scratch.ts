/** Largest number of values in an array that is kept for the next use. */
const mostKept = 1_000_000;

/**
 * Memory for one array at a time. The memory of an array of at most {@link mostKept} values is used again for the next
 * array, so that the computation of many curves needs few allocations.
 */
export class Scratch {
  private kept = new Float32Array(0);

  /** Returns an array of the given length with any content, valid until the next call. */
  take = (length: number): Float32Array<ArrayBuffer> => {
    if (length > mostKept) return new Float32Array(length);
    if (length > this.kept.length) this.kept = new Float32Array(length);
    return this.kept.subarray(0, length);
  };
}
