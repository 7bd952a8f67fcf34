import type { BigIntStats } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { Folder } from "./Folder";
import { isAbsence } from "./readTrouble";

const RETRY_MS = 20;
/**
 * Age (ms) above which a lock file counts as abandoned. A change takes a few milliseconds, so that the process that
 * made the file has ended.
 */
const ABANDONED_AFTER_MS = 1500;
/**
 * Time (ms) without a change of the lock file after which the attempt fails. An abandoned lock file has been removed by
 * then, so that the cause is the file system.
 */
const GIVE_UP_AFTER_MS = 10_000;

/**
 * Runs `change` while this process holds a lock file, which one process at a time can hold.
 * @param name of the lock file in `folder`
 * @throws UnsafeFileError when something else is in the lock file's place, Error of the file system, and what `change`
 * throws
 */
export async function withLock<T>(folder: Folder, name: string, change: () => T | Promise<T>): Promise<T> {
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
    if (isFirstLook && found && ageOf(folder, name, found) > ABANDONED_AFTER_MS) folder.remove(name);
    isFirstLook = false;
    // A random time, so that every waiting process gets the lock at some time.
    await sleep(RETRY_MS * Math.random());
  }
  try {
    return await change();
  } finally {
    release(folder, name);
  }
}

/** Removes the lock file. `change` may have moved the folder with the lock file in it. */
function release(folder: Folder, name: string): void {
  try {
    folder.remove(name);
  } catch (error) {
    if (!isAbsence(error)) throw error;
  }
}

function isTaken(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  // Windows returns EPERM while a removed file is still open in another process.
  return code === "EEXIST" || (code === "EPERM" && process.platform === "win32");
}

/**
 * Age (ms) of the lock file by the clock that sets the times of files on its disk, which may be another machine's clock.
 */
function ageOf(folder: Folder, name: string, { mtimeMs }: BigIntStats): number {
  // Always the same name, so that the probe of a killed process is removed here.
  const probe = `${name}.partial`;
  folder.remove(probe);
  try {
    folder.create(probe, "");
  } catch (error) {
    // Another process has made the probe at this moment.
    if (!isTaken(error)) throw error;
  }
  try {
    return Number((folder.look(probe)?.mtimeMs ?? mtimeMs) - mtimeMs);
  } finally {
    folder.remove(probe);
  }
}
