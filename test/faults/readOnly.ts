import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const isRoot = process.getuid?.() === 0;
/** For root the mode of a folder forbids nothing, and on Windows for nobody. */
export const canBeReadOnly = isRoot ? canBeImmutable() : process.platform !== "win32";

/** Lets nobody write in a folder, nor in those of its own that are named, until disposed. */
export function readOnly(folder: string, ...below: string[]): Disposable {
  const folders = [folder, ...below];
  const change = (isWritable: boolean) => {
    if (isRoot) execFileSync("chattr", [isWritable ? "-i" : "+i", ...folders]);
    else for (const one of folders) chmodSync(one, isWritable ? 0o755 : 0o555);
  };
  change(false);
  return { [Symbol.dispose]: () => change(true) };
}

/** Not every file system can have a folder that root cannot write. */
function canBeImmutable(): boolean {
  const folder = mkdtempSync(join(tmpdir(), "immutable-"));
  const { status } = spawnSync("chattr", ["+i", folder]);
  if (status === 0) execFileSync("chattr", ["-i", folder]);
  rmdirSync(folder);
  return status === 0;
}
