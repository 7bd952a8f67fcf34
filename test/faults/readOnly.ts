import { execFileSync } from "node:child_process";
import { chmodSync } from "node:fs";
import { SmallDisk } from "./SmallDisk";

const isRoot = process.getuid?.() === 0;
/** For root the mode of a folder forbids nothing, and on Windows for nobody. */
export const canBeReadOnly = isRoot ? SmallDisk.isPossible : process.platform !== "win32";

/** Lets nobody write in a folder, nor in those of its own that are named, until disposed. */
export function readOnly(folder: string, ...below: string[]): Disposable {
  if (isRoot) {
    execFileSync("mount", ["--bind", folder, folder]);
    execFileSync("mount", ["-o", "remount,bind,ro", folder]);
    return { [Symbol.dispose]: () => execFileSync("umount", ["--lazy", folder]) };
  }
  const folders = [folder, ...below];
  for (const one of folders) chmodSync(one, 0o555);
  return {
    [Symbol.dispose]() {
      for (const one of folders) chmodSync(one, 0o755);
    },
  };
}
