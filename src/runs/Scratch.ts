/** Largest number of values of an array that is kept. */
const mostKept = 1_000_000;

/** Memory for one array at a time, which is used again: many curves need one allocation. */
export class Scratch {
  private kept = new Float32Array(0);

  /** An array of the given length with any content, valid until the next call. */
  take = (length: number): Float32Array<ArrayBuffer> => {
    if (length > mostKept) return new Float32Array(length);
    if (length > this.kept.length) this.kept = new Float32Array(length);
    return this.kept.subarray(0, length);
  };
}
