import { basename, dirname } from "node:path";
import * as l10n from "@vscode/l10n";
import { logInUtf16 } from "../runs/fileText";
import type { RunConfig } from "../runs/RunConfig";
import { foldEvents, type RunState } from "../runs/RunState";
import { type RecordedRun, RunStore } from "../runs/RunStore";
import { checkRunFiles, LOG, RECORD, whyRefused } from "../runs/runFiles";
import { openRun } from "../runs/runsFolder";

/** A run as its folder tells it. */
export interface ReadRun extends RecordedRun {
  state: RunState;
  /** The configuration that it goes on with, unless something else is asked for. */
  begun: RunConfig;
}

/** @throws Error, one sentence, when the folder holds no run, or a log that nothing can be appended to. */
export async function readRun(folder: string): Promise<ReadRun> {
  checkRun(folder);
  const recorded = await new RunStore(dirname(folder)).read(basename(folder)).catch(() => {
    throw noRun(folder);
  });
  // What is appended to it would not be UTF-16.
  if (recorded.problems.includes(logInUtf16)) throw new Error(`${folder}: ${logInUtf16}`);
  const state = foldEvents(recorded.events);
  return { ...recorded, state, begun: state.config ?? recorded.config };
}

/**
 * Looks at what is in a run's folder before anything is done to it.
 * @throws Error, one sentence, when it holds no run or something that is not a run's file
 */
export function checkRun(path: string): void {
  let isRun: boolean;
  try {
    const folder = openRun(path);
    checkRunFiles(folder);
    isRun = (folder.look(RECORD) ?? folder.look(LOG)) !== undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") throw noRun(path);
    throw new Error(whyRefused(path, error));
  }
  if (!isRun) throw noRun(path);
}

export function noRun(folder: string): Error {
  return new Error(l10n.t("The folder {0} holds no run that this version can read.", folder));
}
