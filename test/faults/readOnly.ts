import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const isRoot = process.getuid?.() === 0;
/** Whether {@link readOnly} works. A folder's mode has no effect on Windows, or for root, who needs `chattr`. */
export const canBeReadOnly = isRoot ? canBeImmutable() : process.platform !== "win32";

/** Makes the folder, and the folders with the paths `below`, read-only until the result is disposed. */
export function readOnly(folder: string, ...below: string[]): Disposable {
  const folders = [folder, ...below];
  const change = (isWritable: boolean) => {
    if (isRoot) execFileSync("chattr", [isWritable ? "-i" : "+i", ...folders]);
    else for (const one of folders) chmodSync(one, isWritable ? 0o755 : 0o555);
  };
  change(false);
  return { [Symbol.dispose]: () => change(true) };
}

/** Whether a folder in the directory of temporary files can be made immutable, so that root cannot write it either. */
function canBeImmutable(): boolean {
  const folder = mkdtempSync(join(tmpdir(), "immutable-"));
  const { status } = spawnSync("chattr", ["+i", folder]);
  if (status === 0) execFileSync("chattr", ["-i", folder]);
  rmdirSync(folder);
  return status === 0;
}
