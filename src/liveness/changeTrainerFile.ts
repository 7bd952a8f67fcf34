import { withLock } from "../files/lock";
import { TRAINER_LOCK } from "../runs/runFiles";
import { openRun, type RunFolder } from "../runs/runsFolder";

/**
 * Runs `change` under the lock of `trainer.json`. Without the lock, a second process could remove the file that a
 * first process has just written, in place of the abandoned one.
 * @throws UnsafeFileError, or Error of the file system
 */
export async function changeTrainerFile<T>(place: RunFolder, change: () => T): Promise<T> {
  return withLock(openRun(place), TRAINER_LOCK, change);
}
