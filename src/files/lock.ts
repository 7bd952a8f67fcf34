import { randomBytes } from "node:crypto";
import type { BigIntStats } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { Folder } from "./Folder";

const RETRY_MS = 20;
/** A change takes milliseconds: a process whose change takes longer than this has died in the middle of it. */
const ABANDONED_AFTER_MS = 1500;
/** After this time without another holder it is the system that refuses, and not another process. */
const GIVE_UP_AFTER_MS = 10_000;

/**
 * Does something while no other process does the same, which makes "look, then write" one step.
 * @param name of the file in `folder` that is there meanwhile
 * @throws UnsafeFileError when something else is in the file's place, Error of the file system, and what `change` throws
 */
export async function withLock<T>(folder: Folder, name: string, change: () => T): Promise<T> {
  let seen: string | undefined;
  let since = performance.now();
  let isFirstLook = true;
  for (;;) {
    folder.checkFile(name);
    try {
      folder.create(name, "");
      break;
    } catch (error) {
      if (!isTaken(error) || performance.now() - since > GIVE_UP_AFTER_MS) throw error;
    }
    const found = folder.look(name);
    const there = found && `${found.ino} ${found.mtimeNs}`;
    if (there !== seen) {
      seen = there;
      since = performance.now();
    } else if (there && performance.now() - since > ABANDONED_AFTER_MS) folder.remove(name);
    if (isFirstLook && found && ageOf(folder, found) > ABANDONED_AFTER_MS) folder.remove(name);
    isFirstLook = false;
    // At random, so that processes that wait for one that takes the lock again and again all have a chance.
    await sleep(RETRY_MS * Math.random());
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

/** In milliseconds, by the clock that sets the times of files there, which may be another machine's. */
function ageOf(folder: Folder, { mtimeMs }: BigIntStats): number {
  const probe = `${randomBytes(8).toString("hex")}.partial`;
  folder.create(probe, "");
  try {
    return Number((folder.look(probe)?.mtimeMs ?? mtimeMs) - mtimeMs);
  } finally {
    folder.remove(probe);
  }
}
