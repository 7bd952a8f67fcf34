import { createHash } from "node:crypto";
import type { FileHandle } from "node:fs/promises";
import { fill } from "../files/fill";

/** Largest size (bytes) of a piece. Node's thread pool reads the pieces. */
const pieceBytes = 2 * 1024 * 1024;

/**
 * The bytes of a file, which can be iterated over once. Two buffers alternate: while one piece is in use, the next is
 * read into the other buffer. A piece is therefore valid only until the next one is requested.
 */
export class StoredFile implements AsyncIterable<Uint8Array> {
  /** Number of bytes that have been read. */
  length = 0;
  /** The first 16 bytes that have been read, as Latin-1. */
  start = "";
  private readonly hash = createHash("sha256");
  private readonly buffers: Buffer[] = [];
  private first: Promise<Uint8Array> | undefined;

  /** @param size size (bytes) of the file; no more bytes are read */
  constructor(
    private readonly handle: Pick<FileHandle, "read">,
    readonly size: number,
  ) {}

  /** The first piece. The iteration begins with it, too. */
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
      // A reader may stop before the end. The error of a piece that nobody awaits must not end the process.
      coming.catch(() => undefined);
      yield piece;
    }
  }

  /** The SHA-256 in hexadecimal digits. May be called once, when the whole file has been read. */
  sha256(): string {
    return this.hash.digest("hex");
  }

  /** Reads and hashes the next piece; it is empty at the end. @param place index of the buffer to read into */
  private async read(place: number): Promise<Uint8Array> {
    const left = Math.min(this.size - this.length, pieceBytes);
    if (left === 0) return new Uint8Array();
    this.buffers[place] ??= Buffer.allocUnsafeSlow(left);
    const piece = await fill(
      this.buffers[place].subarray(0, left),
      async (rest) => (await this.handle.read(rest, 0, rest.length)).bytesRead,
    );
    if (this.length === 0) this.start = piece.toString("latin1", 0, 16);
    this.length += piece.length;
    this.hash.update(piece);
    return piece;
  }
}
