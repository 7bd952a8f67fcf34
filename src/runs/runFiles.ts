/** What the files of a run are called. Each is opened, written and deleted through {@link Folder} alone. */
import * as l10n from "@vscode/l10n";
import { explainDiskTrouble } from "../files/diskTrouble";
import type { Folder } from "../files/Folder";
import { noFile, noFolder } from "../files/fileKind";
import { UnsafeFileError } from "../files/UnsafeFileError";
import { checkpointsFolder } from "./checkpointFile";
import { mostCheckpoints } from "./hyperparameters";
import { openRun } from "./runsFolder";

export const LOG = "events.jsonl";
export const RECORD = "run.json";
export const TRAINER = "trainer.json";
export const TRAINER_LOCK = "trainer.json.lock";
export const WEIGHTS = "model.safetensors";

/** The product's own files, and what it leaves of one when it dies while it writes. */
const ownFile = /^(events\.jsonl|run\.json|trainer\.json|model\.safetensors)(\..*)?$/;
const ownCheckpoint = /^step-\d+\.safetensors/;

/** Twice the checkpoints that a run can keep: a folder of more is a stranger's, and would take long to look at. */
const mostEntries = 2 * mostCheckpoints;

/**
 * Refuses a run in which anything else than a file, or a folder for its checkpoints, is in the place of one of its own.
 * @throws UnsafeFileError, or Error of the file system
 */
export function checkRunFiles(folder: Folder): void {
  const own = folder.names(mostEntries).filter((name) => name === checkpointsFolder || ownFile.test(name));
  for (const [name, stats] of folder.entries(own)) {
    const error = name === checkpointsFolder ? noFolder(name, stats) : noFile(name, stats);
    if (error) throw error;
  }
  if (!own.includes(checkpointsFolder)) return;
  const checkpoints = folder.folder(checkpointsFolder);
  const names = checkpoints.names(mostEntries).filter((name) => ownCheckpoint.test(name));
  for (const [name, stats] of checkpoints.entries(names)) {
    const error = noFile(`${checkpointsFolder}/${name}`, stats);
    if (error) throw error;
  }
}

/**
 * Why a run is not opened, as one sentence that says what to do.
 * @param error what {@link checkRunFiles} threw, or whatever read the folder
 */
export function whyRefused(path: string, error: unknown): string {
  if (error instanceof UnsafeFileError) {
    const file = isFolderOf(path, error.file) ? l10n.t("its folder") : error.file;
    return l10n.t("The run in {0} is not opened: {1} is {2}; {3}.", path, file, error.what, error.remedy);
  }
  return l10n.t("The run in {0} cannot be read ({1}).", path, explainDiskTrouble(error).reason);
}

function isFolderOf(path: string, file: string): boolean {
  try {
    return file === openRun(path).path;
  } catch {
    // The folder for runs is what is refused.
    return false;
  }
}
