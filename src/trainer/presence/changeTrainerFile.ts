import { closeSync, openSync, rmSync, statSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { trainerFilePath } from "./trainerFile";

const RETRY_MS = 20;
/** A change takes no time: a process whose change takes so long has died in the middle of it. */
const ABANDONED_AFTER_MS = 3000;
/** When to believe that it is the system that refuses, and not another process. */
const GIVE_UP_AFTER_MS = 10_000;

/**
 * Changes which trainer a run's folder names, or decides by it, while no other process does. It is what makes "look,
 * then write" one step: without it, a second process would clear away not the file that it found abandoned but the
 * one that a first has just put there.
 * @throws Error of the file system
 */
export async function changeTrainerFile<T>(folder: string, change: () => T): Promise<T> {
  const path = `${trainerFilePath(folder)}.lock`;
  const began = performance.now();
  let seen: string | undefined;
  let since = began;
  for (;;) {
    try {
      closeSync(openSync(path, "wx"));
      break;
    } catch (error) {
      if (!isTaken(error) || performance.now() - began > GIVE_UP_AFTER_MS) throw error;
    }
    const there = identity(path);
    if (there !== seen) {
      seen = there;
      since = performance.now();
    } else if (there && performance.now() - since > ABANDONED_AFTER_MS) rmSync(path, { force: true });
    await sleep(RETRY_MS);
  }
  try {
    return change();
  } finally {
    rmSync(path, { force: true });
  }
}

function isTaken(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  // Windows answers EPERM while a file that was removed is still open somewhere.
  return code === "EEXIST" || (code === "EPERM" && process.platform === "win32");
}

function identity(path: string): string | undefined {
  const found = statSync(path, { throwIfNoEntry: false });
  return found && `${found.ino} ${found.mtimeMs}`;
}
