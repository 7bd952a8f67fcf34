import { basename, dirname } from "node:path";
import * as l10n from "@vscode/l10n";
import { foldEvents } from "../runs/applyEvent";
import { foreignLog } from "../runs/fileText";
import { noRun, whyFileRefused } from "../runs/noRun";
import type { RunConfig } from "../runs/RunConfig";
import { isOfNewerVersion } from "../runs/RunRecord";
import type { RunState } from "../runs/RunState";
import { type RecordedRun, RunStore } from "../runs/RunStore";
import { isRunFolder } from "../runs/remains";
import { checkRunFiles, LOG, whyRefused } from "../runs/runFiles";
import { openRun } from "../runs/runsFolder";

/** A run that was read from its folder, with the state that follows from the events in its log. */
export interface ReadRun extends RecordedRun {
  state: RunState;
  /** The configuration with which the run was last started or resumed. */
  begun: RunConfig;
}

/**
 * Reads a run.
 * @throws Error with a one-sentence message when the folder holds no run, an entry that {@link checkRun} refuses, a log
 * that cannot be read, or a log that is a `ForeignText`
 */
export async function readRun(folder: string): Promise<ReadRun> {
  checkRun(folder);
  const recorded = await new RunStore(dirname(folder)).read(basename(folder)).catch(() => {
    throw noRun(folder);
  });
  // A run is refused if its log cannot be read: only the log states which checkpoints are void, and a trainer must
  // append to it.
  if (recorded.logFailure !== undefined) throw new Error(whyFileRefused(folder, LOG, recorded.logFailure));
  // The trainer appends lines in UTF-8, which a log in UTF-16 or a pointer of Git LFS cannot have.
  const foreign = foreignLog(recorded.problems);
  if (foreign !== undefined) throw new Error(`${folder}: ${foreign}`);
  const state = foldEvents(recorded.events);
  return { ...recorded, state, begun: state.config ?? recorded.config };
}

/**
 * Checks the entries of a run's folder. Must be called before any other access.
 * @throws Error with a one-sentence message when the folder holds no run, or an entry that must not be read or written,
 * such as a link
 */
export function checkRun(path: string): void {
  let isRun: boolean;
  try {
    const folder = openRun(path);
    checkRunFiles(folder);
    isRun = isRunFolder(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") throw noRun(path);
    throw new Error(whyRefused(path, error));
  }
  if (!isRun) throw noRun(path);
}

/**
 * Checks that a run may be resumed and forked by this version.
 * @throws Error with a one-sentence message for a run of a newer version
 */
export async function checkVersion(path: string): Promise<void> {
  if (!(await isOfNewerVersion(path))) return;
  throw new Error(
    l10n.t(
      "The run in {0} was made by a newer version of Fitting Room, and this version neither resumes nor forks it; update Fitting Room.",
      path,
    ),
  );
}
