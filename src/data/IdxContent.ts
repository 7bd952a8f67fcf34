import { headerBytes, type IdxEntries } from "../datasets/DataFile";

/** Returns memory of the given size (bytes). */
export type Allocate = (bytes: number) => Uint8Array;

/** The content of an IDX file, added in pieces, with its header separate from its data. */
export class IdxContent {
  private readonly head: Uint8Array;
  private readonly memory: Uint8Array;
  private length = 0;

  /**
   * @param byteLength expected length of the whole file
   * @param allocate returns the memory for the images or labels
   */
  constructor(
    kind: IdxEntries["kind"],
    private readonly byteLength: number,
    allocate: Allocate,
  ) {
    this.head = new Uint8Array(headerBytes[kind]);
    this.memory = allocate(byteLength - this.head.length);
  }

  /**
   * Adds the next piece of the file.
   * @returns false when the pieces together are longer than the expected file; this piece's images or labels are then
   * not stored
   */
  add(piece: Uint8Array): boolean {
    const { head, memory, length } = this;
    const ofHead = piece.subarray(0, Math.max(0, head.length - length));
    if (ofHead.length > 0) head.set(ofHead, length);
    this.length += piece.length;
    if (this.length > this.byteLength) return false;
    memory.set(piece.subarray(ofHead.length), Math.max(0, length - head.length));
    return true;
  }

  /** The bytes of the header that have been added so far. */
  get header(): Uint8Array {
    return this.head.subarray(0, this.length);
  }

  /** The images or labels added so far: all of the allocated memory where the file has its expected length. */
  get data(): Uint8Array {
    const { head, memory, length } = this;
    return length === this.byteLength ? memory : memory.subarray(0, Math.max(0, length - head.length));
  }
}
