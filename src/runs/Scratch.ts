/** Largest number of values of an array that is kept. */
const mostKept = 1_000_000;

/** An array that is used again, so that no memory is allocated for each of many curves. */
export class Scratch {
  private kept = new Float32Array(0);

  /** An array with any content, valid until the next call. */
  take = (length: number): Float32Array<ArrayBuffer> => {
    if (length > mostKept) return new Float32Array(length);
    if (length > this.kept.length) this.kept = new Float32Array(length);
    return this.kept.subarray(0, length);
  };
}
