import type { BigIntStats } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { Folder } from "./Folder";
import { isAbsence } from "./readTrouble";
import { UnsafeFileError, UnsafeLockError } from "./UnsafeFileError";

const RETRY_MS = 20;
/**
 * Age (ms) above which a lock file counts as abandoned. A process holds a lock only for a change of a few milliseconds,
 * so the process that made an older lock file has ended. The same applies to a lock file whose time is in the future by
 * more than this age, since a clock is hardly ever set back during a change.
 */
const ABANDONED_AFTER_MS = 1500;
/**
 * Time (ms) after which an attempt to take the lock fails if the lock file has not changed. An abandoned lock file
 * would have been removed by then, so the cause is the file system.
 */
const GIVE_UP_AFTER_MS = 10_000;

/**
 * Waits for a lock file, which one process at a time can hold, and runs `change` while this process holds it. A lock
 * file that a process abandoned is removed.
 * @param name of the lock file in `folder`
 * @returns what `change` returns
 * @throws UnsafeLockError if a link or anything but a file has the lock file's name, Error of the file system, and what
 * `change` throws
 */
export async function withLock<T>(folder: Folder, name: string, change: () => T | Promise<T>): Promise<T> {
  let seen: string | undefined;
  let since = performance.now();
  let isFirstLook = true;
  for (;;) {
    checkLock(folder, name);
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
    if (isFirstLook && found && Math.abs(ageOf(folder, name, found)) > ABANDONED_AFTER_MS)
      folder.remove(name);
    isFirstLook = false;
    // The pause is random, so that no waiting process is too late every time.
    await sleep(RETRY_MS * Math.random());
  }
  try {
    return await change();
  } finally {
    release(folder, name);
  }
}

/** @throws UnsafeLockError if a link or anything but a file has the lock file's name; Error of the file system */
export function checkLock(folder: Folder, name: string): void {
  try {
    folder.checkFile(name);
  } catch (error) {
    if (!(error instanceof UnsafeFileError)) throw error;
    throw new UnsafeLockError(error.file, error.what, error.link);
  }
}

/** Removes the lock file. The file is not found if `change` has moved the folder. */
function release(folder: Folder, name: string): void {
  try {
    folder.remove(name);
  } catch (error) {
    if (!isAbsence(error)) throw error;
  }
}

function isTaken(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  // Windows returns EPERM for a name whose file was removed while another process still has the file open.
  return code === "EEXIST" || (code === "EPERM" && process.platform === "win32");
}

/**
 * Age (ms) of the lock file by the clock that sets the times of files on its disk, which may be another machine's
 * clock; negative if the time of the lock file is in the future. A probe file that is made now shows the present time
 * of that clock.
 */
function ageOf(folder: Folder, name: string, { mtimeMs }: BigIntStats): number {
  // The probe always has the same name, so that a probe left by a killed process is removed here.
  const probe = `${name}.partial`;
  folder.remove(probe);
  try {
    folder.create(probe, "");
  } catch (error) {
    // If the name is taken, another process has just made the probe. Its time is used below.
    if (!isTaken(error)) throw error;
  }
  try {
    return Number((folder.look(probe)?.mtimeMs ?? mtimeMs) - mtimeMs);
  } finally {
    folder.remove(probe);
  }
}
