import { setTimeout as sleep } from "node:timers/promises";
import type { Folder } from "./Folder";

const RETRY_MS = 20;
/** A change takes milliseconds: a process whose change takes longer than this has died in the middle of it. */
const ABANDONED_AFTER_MS = 3000;
/** After this time it is the system that refuses, and not another process. */
const GIVE_UP_AFTER_MS = 10_000;

/**
 * Does something while no other process does the same, which makes "look, then write" one step.
 * @param name of the file in `folder` that is there meanwhile
 * @throws UnsafeFileError when something else is in the file's place, Error of the file system, and what `change` throws
 */
export async function withLock<T>(folder: Folder, name: string, change: () => T): Promise<T> {
  const began = performance.now();
  let seen: string | undefined;
  let since = began;
  for (;;) {
    folder.checkFile(name);
    try {
      folder.create(name, "");
      break;
    } catch (error) {
      if (!isTaken(error) || performance.now() - began > GIVE_UP_AFTER_MS) throw error;
    }
    const there = identity(folder, name);
    if (there !== seen) {
      seen = there;
      since = performance.now();
    } else if (there && performance.now() - since > ABANDONED_AFTER_MS) folder.remove(name);
    await sleep(RETRY_MS);
  }
  try {
    return change();
  } finally {
    folder.remove(name);
  }
}

function isTaken(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  // Windows answers EPERM while a file that was removed is still open somewhere.
  return code === "EEXIST" || (code === "EPERM" && process.platform === "win32");
}

function identity(folder: Folder, name: string): string | undefined {
  const found = folder.look(name);
  return found && `${found.ino} ${found.mtimeNs}`;
}
