/** Recognizes the folder of a run, also if the folder has lost `run.json` and the log. */
import type { Folder } from "../files/Folder";
import { isAbsence, isDenial } from "../files/readTrouble";
import { decodeLabels } from "./labels";
import { LABELS, LAYERS, LOG, longestLabels, ownFolders, RECORD, WEIGHTS } from "./runFiles";

/**
 * Whether a folder has an entry `run.json` or `events.jsonl`, or other files that only a run has. The two entries may
 * be of any kind, such as a link.
 */
export function isRunFolder(folder: Folder): boolean {
  return folder.entries([RECORD, LOG]).length > 0 || hasRemains(folder);
}

/**
 * Whether names are those of a run's files, for a folder that no path leads to. `labels.json`, `checkpoints` and
 * `evaluation` do not count, since other programs have such names, too.
 */
export function haveRemains(names: readonly string[]): boolean {
  return [RECORD, LOG, WEIGHTS, LAYERS].some((name) => names.includes(name));
}

/**
 * Whether a folder has files that only a run has: weights, records of layers, labels, checkpoints or evaluations. A
 * folder `checkpoints` or `evaluation` of another program does not count, unless this user may not open the folder.
 */
export function hasRemains(folder: Folder): boolean {
  const found = new Map(folder.entries([WEIGHTS, LAYERS, LABELS]));
  if (found.get(WEIGHTS)?.isFile() || found.get(LAYERS)?.isFile()) return true;
  if (found.get(LABELS)?.isFile() && holdsLabels(folder)) return true;
  return hasStates(folder);
}

/** Whether a folder has checkpoints or evaluations in the folders of {@link ownFolders}. */
export function hasStates(folder: Folder): boolean {
  return folder
    .entries(Object.keys(ownFolders))
    .some(([name, stats]) => stats.isDirectory() && holdsFiles(folder.folder(name), ownFolders[name]!));
}

/** Whether `labels.json` has the layout of this product. Other programs have files of that name, too. */
function holdsLabels(folder: Folder): boolean {
  try {
    decodeLabels(folder.read(LABELS, longestLabels).toString());
    return true;
  } catch {
    return false;
  }
}

/** Whether a folder has a file whose name matches `ownName`. True also for a folder that this user may not open. */
function holdsFiles(folder: Folder, ownName: RegExp): boolean {
  try {
    return folder.names().some((name) => ownName.test(name));
  } catch (error) {
    if (isAbsence(error)) return false;
    return isDenial(error);
  }
}
