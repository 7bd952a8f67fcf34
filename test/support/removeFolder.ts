import { rmSync } from "node:fs";

/**
 * Removes a folder into which another process may still write. A removal that fails because the folder is not empty is
 * tried again, up to 2000 times. The retries of `rmSync` itself are not enough on every system.
 */
export function removeFolder(folder: string): void {
  for (let left = 2000; ; left--) {
    try {
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOTEMPTY" || left === 0) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
    }
  }
}
