import { type BigIntStats, closeSync, fstatSync, fsyncSync, ftruncateSync, writeSync } from "node:fs";
import type { Folder } from "./Folder";
import { isSameFile } from "./fileKind";
import { readUpTo } from "./folderEntries";

/** A file that is only appended to. Methods throw Error of the file system. */
export class AppendFile {
  private readonly descriptor: number;

  /**
   * Opens the file, or makes it if it is missing.
   * @throws UnsafeFileError when something else is in its place; Error of the file system
   */
  constructor(folder: Folder, name: string) {
    this.descriptor = folder.openToAppend(name);
  }

  /** The size of the file in bytes. */
  get size(): number {
    return fstatSync(this.descriptor).size;
  }

  /** Whether the stats of a name are those of this file. */
  is(stats: BigIntStats): boolean {
    return isSameFile(stats, fstatSync(this.descriptor, { bigint: true }));
  }

  /** Reads `size` bytes from `position` (bytes); fewer where the file ends before. */
  read(position: number, size: number): Buffer {
    return readUpTo(this.descriptor, size, position);
  }

  /** @returns the number of bytes written, which may be fewer than given */
  write(bytes: Buffer): number {
    return writeSync(this.descriptor, bytes);
  }

  empty(): void {
    ftruncateSync(this.descriptor, 0);
  }

  /** Waits until the disk has stored what was written. */
  sync(): void {
    fsyncSync(this.descriptor);
  }

  close(): void {
    closeSync(this.descriptor);
  }
}
