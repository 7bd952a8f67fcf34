import { createHash } from "node:crypto";
import type { FileHandle } from "node:fs/promises";

/** A file is read in pieces of this length, each in a turn of the thread pool. */
const pieceBytes = 2 * 1024 * 1024;

/**
 * The bytes of a file, to be iterated over once. A piece must no longer be in use when the next one is asked for:
 * while one is in use the next is read, and no more than these two are ever in memory.
 */
export class StoredFile implements AsyncIterable<Uint8Array> {
  /** How many bytes have been read. */
  length = 0;
  /** The first of them. */
  start = "";
  private readonly hash = createHash("sha256");
  private readonly rooms: Buffer[] = [];
  private first: Promise<Uint8Array> | undefined;

  /** @param size in bytes, more than which are not read */
  constructor(
    private readonly handle: Pick<FileHandle, "read">,
    readonly size: number,
  ) {}

  /** The first piece, which the iteration begins with all the same. */
  peek(): Promise<Uint8Array> {
    this.first ??= this.read(0);
    return this.first;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    let coming = this.peek();
    for (let next = 1; ; next = 1 - next) {
      const piece = await coming;
      if (piece.length === 0) return;
      coming = this.read(next);
      // Whoever has enough of the file does not wait for it.
      coming.catch(() => undefined);
      yield piece;
    }
  }

  /** Hexadecimal; to be asked for once, when all has been read. */
  sha256(): string {
    return this.hash.digest("hex");
  }

  /** Also hashes, while the piece before is in use. */
  private async read(place: number): Promise<Uint8Array> {
    const left = Math.min(this.size - this.length, pieceBytes);
    if (left === 0) return new Uint8Array();
    this.rooms[place] ??= Buffer.allocUnsafeSlow(left);
    const room = this.rooms[place];
    let filled = 0;
    // Some file systems give less at a time; a piece that small may be asked for together with the next.
    while (filled < left) {
      const { bytesRead } = await this.handle.read(room, filled, left - filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    const piece = room.subarray(0, filled);
    if (this.length === 0) this.start = piece.toString("latin1", 0, 16);
    this.length += filled;
    this.hash.update(piece);
    return piece;
  }
}
