import { withLock } from "../files/lock";
import { TRAINER_LOCK } from "../runs/runFiles";
import { openRun, type RunFolder } from "../runs/runsFolder";

/**
 * Runs `change` under the lock of `trainer.json`, and returns its result. Without the lock, a process could remove the
 * file that another process has just written in place of an abandoned one.
 * @throws UnsafeFileError, Error of the file system, and what `change` throws
 */
export async function changeTrainerFile<T>(place: RunFolder, change: () => T): Promise<T> {
  return withLock(openRun(place), TRAINER_LOCK, change);
}
