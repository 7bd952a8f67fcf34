/**
 * Texts (versions) that change when files of a run change. They only show that the files should be read again. A link
 * in place of the run's folder is not refused, since nothing is read through it.
 */
import { join } from "node:path";
import { fileVersion } from "../files/fileVersion";
import { LABELS, LOG, RECORD, TRAINER } from "./runFiles";

/** The version of a run's `labels.json`; empty if the file does not exist or its stats cannot be read. */
export function labelsVersion(run: string): string {
  return fileVersion(join(run, LABELS));
}

/** The version of a run's log; empty if the log does not exist or its stats cannot be read. */
export function logVersion(run: string): string {
  return fileVersion(join(run, LOG));
}

/**
 * Whether a run's folder has a `trainer.json`. The version of this file is not used: it changes again and again, since
 * a trainer updates the file's times to show that it is alive.
 */
export function namesTrainer(run: string): boolean {
  return fileVersion(join(run, TRAINER)) !== "";
}

/**
 * The version of a folder that is listed as a run that cannot be read. It changes when an entry of the folder is added
 * or removed, or `run.json` is written.
 */
export function refusedVersion(folder: string): string {
  return `${fileVersion(folder)} ${fileVersion(join(folder, RECORD))}`;
}
