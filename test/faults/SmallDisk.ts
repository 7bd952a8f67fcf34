import { execFileSync, spawnSync } from "node:child_process";
import {
  closeSync,
  fstatSync,
  ftruncateSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmdirSync,
  rmSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * A file system of 32 MiB in memory, mounted until the object is disposed. Needs Linux and the right to mount. A
 * training with short epochs writes about 4 MiB per second, so that it does not fill the disk before a test does.
 */
export class SmallDisk {
  static readonly isPossible = canMount();
  private readonly filler: string;

  /** @param folder the mount point; made when missing */
  constructor(private readonly folder: string) {
    mkdirSync(folder, { recursive: true });
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=32m", "tmpfs", folder]);
    this.filler = join(folder, "filler");
  }

  /** Fills the disk with a file, then shortens this file by `left` bytes. The disk is used in whole pages of 4 KiB. */
  fill(left = 0): void {
    const file = openSync(this.filler, "a");
    try {
      for (const pages = Buffer.alloc(65_536); ; ) writeSync(file, pages);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
      ftruncateSync(file, fstatSync(file).size - left);
    } finally {
      closeSync(file);
    }
  }

  freeSpace(): void {
    rmSync(this.filler);
  }

  [Symbol.dispose]() {
    execFileSync("umount", ["--lazy", this.folder]);
  }
}

function canMount(): boolean {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return false;
  const folder = mkdtempSync(join(tmpdir(), "mount-"));
  const { status } = spawnSync("mount", ["-t", "tmpfs", "tmpfs", folder]);
  if (status === 0) spawnSync("umount", [folder]);
  rmdirSync(folder);
  return status === 0;
}
