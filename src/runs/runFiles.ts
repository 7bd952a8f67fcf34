/** Names of a run's files. The files are opened, written and deleted through {@link Folder} only. */
import { basename } from "node:path";
import * as l10n from "@vscode/l10n";
import { explainDiskTrouble } from "../files/diskTrouble";
import type { Folder } from "../files/Folder";
import { noFile, noFolder } from "../files/fileKind";
import { remedyOfUnreadable } from "../files/openFile";
import { isAbsence } from "../files/readTrouble";
import { type LinkKind, UnsafeFileError } from "../files/UnsafeFileError";
import { advised } from "../text/sentences";
import { checkpointsFolder } from "./checkpointFile";
import { evaluationFolder } from "./evaluationFile";
import { mostCheckpoints } from "./hyperparameters";
import { openRun, runExists } from "./runsFolder";

export const LOG = "events.jsonl";
export const RECORD = "run.json";
export const LAYERS = "layers.jsonl";
export const LABELS = "labels.json";
/** Largest number of bytes of `labels.json`. A longer file is not read. */
export const longestLabels = 256 * 1024;
export const LABELS_LOCK = "labels.json.lock";
export const TRAINER = "trainer.json";
export const TRAINER_LOCK = "trainer.json.lock";
export const WEIGHTS = "model.safetensors";

/**
 * Matches the names of a run's files except `labels.json`. A further extension may follow, since temporary files and
 * locks have one.
 */
const ownFile = /^(events\.jsonl|layers\.jsonl|run\.json|trainer\.json|model\.safetensors)(\..*)?$/;
/**
 * The folders in a run's folder. Each pattern matches the beginning of the names of this product's files in the folder.
 */
export const ownFolders: Readonly<Record<string, RegExp>> = {
  [checkpointsFolder]: /^step-\d+\.safetensors/,
  [evaluationFolder]: /^epoch-\d+\.safetensors/,
};

/** Whether an entry of a run's folder has a name that this product gives its files and folders there. */
export function isOfRun(name: string): boolean {
  return Object.hasOwn(ownFolders, name) || ownFile.test(name) || name.startsWith(LABELS);
}

/** The names of the folders in a run's folder. */
export const runFolders = Object.keys(ownFolders);

/**
 * Largest number of entries of a run's folder, and of each folder in it: twice the number of checkpoints that a run can
 * keep. A folder with more entries is refused.
 */
export const mostEntries = 2 * mostCheckpoints;

/**
 * Checks the entries of a run's folder that have a name of this product, except `labels.json`. An entry with the name
 * of a file must be a regular file. An entry with the name of a folder must be a folder, and this product's files in it
 * must be regular files.
 * @throws UnsafeFileError, InnerFolderError, or Error of the file system
 */
export function checkRunFiles(folder: Folder): void {
  const own = folder
    .names(mostEntries)
    .filter((name) => Object.hasOwn(ownFolders, name) || ownFile.test(name));
  for (const [name, stats] of folder.entries(own)) {
    const error = Object.hasOwn(ownFolders, name) ? noFolder(name, stats) : noFile(name, stats);
    if (error) throw error;
  }
  for (const [name, ownName] of Object.entries(ownFolders)) {
    if (!own.includes(name)) continue;
    for (const [file, stats] of filesIn(folder.folder(name), name, ownName)) {
      const error = noFile(`${name}/${file}`, stats);
      if (error) throw error;
    }
  }
}

/**
 * The names and stats of this product's files in a folder of a run's folder.
 * @throws UnsafeFileError; InnerFolderError
 */
function filesIn(folder: Folder, name: string, ownName: RegExp): ReturnType<Folder["entries"]> {
  try {
    return folder.entries(folder.names(mostEntries).filter((file) => ownName.test(file)));
  } catch (error) {
    // The folder has just been removed.
    if (isAbsence(error)) return [];
    throw error instanceof UnsafeFileError ? error : new InnerFolderError(name, error);
  }
}

/** A folder in a run's folder, such as `checkpoints`, cannot be read. */
class InnerFolderError extends Error {
  override name = "InnerFolderError";
  /** The error code of the file system, such as `EACCES`. */
  readonly code: string | undefined;

  constructor(
    readonly folder: string,
    cause: unknown,
  ) {
    super((cause as Error).message, { cause });
    this.code = (cause as NodeJS.ErrnoException).code;
  }
}

/** The sentence about a run whose folder no longer exists. */
export function goneRun(path: string): string {
  return l10n.t("The run {0} is gone: there is no folder {1} any more.", basename(path), path);
}

/** The sentence about a run whose folder has a name that is no valid UTF-8. */
export function misnamedRun(path: string): string {
  return l10n.t("The run in {0} is not opened: the name of its folder is no valid UTF-8; rename it.", path);
}

/** One sentence about a run whose folder has a name that begins with a dot. @param path of the folder */
export function hiddenRun(path: string): string {
  return l10n.t("The run in {0} is not listed: the name of its folder begins with a dot; rename it.", path);
}

/**
 * Advice on a run of which a file or the folder is a link. Where one file of a run is a link, the others mostly are,
 * too. Whether a link leads nowhere is not looked at, since no link is followed.
 */
const remedyOfLinks: Readonly<Record<LinkKind, string>> = {
  hard: l10n.t("replace the run's folder with a copy, such as cp -rL makes"),
  symbolic: l10n.t(
    "replace the run's folder with a copy, such as cp -rL makes, or remove the link if it leads nowhere",
  ),
};

/**
 * One sentence that states why a run is not opened or cannot be read and, if possible, what to do.
 * @param error an error of {@link checkRunFiles}, or an error while the folder was read
 */
export function whyRefused(path: string, error: unknown): string {
  if (error instanceof UnsafeFileError) {
    const file = isFolderOf(path, error.file) ? l10n.t("its folder") : error.file;
    const remedy = error.link ? remedyOfLinks[error.link] : error.remedy;
    return l10n.t("The run in {0} is not opened: {1} is {2}; {3}.", path, file, error.what, remedy);
  }
  if (isAbsence(error) && !runExists(path)) return goneRun(path);
  const { reason } = explainDiskTrouble(error);
  const sentence =
    error instanceof InnerFolderError
      ? l10n.t(
          "The run in {0} cannot be read: its folder {1} cannot be opened ({2}).",
          path,
          error.folder,
          reason,
        )
      : l10n.t("The run in {0} cannot be read ({1}).", path, reason);
  return advised(sentence, remedyOfUnreadable(error));
}

/**
 * Returns an error whose message is one sentence about a run that cannot be read. Errors of the file system,
 * UnsafeFileError and InnerFolderError are put into words by {@link whyRefused}. Any other error is one sentence
 * already and is returned unchanged.
 */
export function refusalOf(path: string, error: Error): Error {
  const isSentence =
    (error as NodeJS.ErrnoException).code === undefined && !(error instanceof UnsafeFileError);
  return isSentence ? error : new Error(whyRefused(path, error));
}

function isFolderOf(path: string, file: string): boolean {
  try {
    return file === openRun(path).path;
  } catch {
    // The runs folder itself cannot be opened.
    return false;
  }
}
