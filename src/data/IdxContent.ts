import { headerBytes, type IdxEntries } from "../datasets/DataFile";

/** Gives room for so many bytes. */
export type Allocate = (bytes: number) => Uint8Array;

/** The content of an IDX file as it comes piece by piece, its header apart from its data. */
export class IdxContent {
  private readonly head: Uint8Array;
  private readonly room: Uint8Array;
  private length = 0;

  /**
   * @param byteLength of the whole file, as it should be
   * @param allocate the memory that the images or labels are to lie in
   */
  constructor(
    kind: IdxEntries["kind"],
    private readonly byteLength: number,
    allocate: Allocate,
  ) {
    this.head = new Uint8Array(headerBytes[kind]);
    this.room = allocate(byteLength - this.head.length);
  }

  /** @returns false, having taken nothing of the data, when there is more than there should be. */
  add(piece: Uint8Array): boolean {
    const { head, room, length } = this;
    const ofHead = piece.subarray(0, Math.max(0, head.length - length));
    if (ofHead.length > 0) head.set(ofHead, length);
    this.length += piece.length;
    if (this.length > this.byteLength) return false;
    room.set(piece.subarray(ofHead.length), Math.max(0, length - head.length));
    return true;
  }

  /** The header, or the whole file when it is shorter. */
  get header(): Uint8Array {
    return this.head.subarray(0, this.length);
  }

  /** The images or labels one after another: all of the room that was allocated, when the file has its length. */
  get data(): Uint8Array {
    const { head, room, length } = this;
    return length === this.byteLength ? room : room.subarray(0, Math.max(0, length - head.length));
  }
}
