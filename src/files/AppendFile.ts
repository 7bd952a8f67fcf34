import { type BigIntStats, closeSync, fstatSync, fsyncSync, ftruncateSync, writeSync } from "node:fs";
import type { Folder } from "./Folder";
import { isSameFile } from "./fileKind";
import { readUpTo } from "./folderEntries";

/** A file that is only read, appended to or emptied. Methods throw Error of the file system. */
export class AppendFile {
  private readonly descriptor: number;

  /**
   * Opens the file, or makes it if it is missing.
   * @throws UnsafeFileError if a link, a file with hard links or anything but a file has the name; Error of the file
   * system
   */
  constructor(folder: Folder, name: string) {
    this.descriptor = folder.openToAppend(name);
  }

  /** The size of the file in bytes. */
  get size(): number {
    return fstatSync(this.descriptor).size;
  }

  /**
   * Whether `stats`, which were read by the file's name, are those of this file. If not, another file has the name now.
   */
  is(stats: BigIntStats): boolean {
    return isSameFile(stats, fstatSync(this.descriptor, { bigint: true }));
  }

  /** @returns `size` bytes from the offset `position` (bytes); fewer if the file ends earlier */
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
