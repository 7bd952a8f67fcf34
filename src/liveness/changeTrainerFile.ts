import { withLock } from "../files/lock";
import { TRAINER_LOCK } from "../runs/runFiles";
import { openRun, type RunFolder } from "../runs/runsFolder";

/**
 * Changes which trainer a run's folder names, or decides by it, while no other process does. Without it, a second
 * process would clear away not the file that it found abandoned but the one that a first has just put there.
 * @returns rejects with UnsafeFileError, or Error of the file system
 */
export async function changeTrainerFile<T>(place: RunFolder, change: () => T): Promise<T> {
  return withLock(openRun(place), TRAINER_LOCK, change);
}
