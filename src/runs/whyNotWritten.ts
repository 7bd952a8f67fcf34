import { basename, dirname, join, resolve } from "node:path";
import * as l10n from "@vscode/l10n";
import { datasetNames } from "../datasets/datasets";
import { openFolder } from "../files/ensureFolder";
import type { Folder } from "../files/Folder";
import { outputPlace } from "../files/writeOutput";
import { gitFiles } from "./createRun";
import { marksFile } from "./marksFile";
import { holdsRuns } from "./misplaced";
import { NAMES_LOCK } from "./nameRun";
import { holdsRun } from "./RunRecord";
import { isOfRun, runFolders } from "./runFiles";
import { isDefaultRunsFolder, TRASH } from "./runsFolder";

/**
 * Why this product must not write to a path that a user named, as one sentence; undefined if it may. A path is refused
 * if it leads, also by links, to a file in the trash, or to a file that this product keeps in a run's folder or in a
 * runs folder, such as a log or the marks of images.
 */
export function whyNotWritten(path: string): string | undefined {
  const place = outputPlace(path);
  const folder = withoutLinks(dirname(resolve(place)));
  const runs = runsFolderOf(folder, basename(place));
  if (runs !== undefined)
    return l10n.t("{0} belongs to the runs folder {1}; choose another file.", path, runs);
  const isOwn =
    (isOfRun(basename(place)) && holdsRun(folder)) ||
    (runFolders.includes(basename(folder)) && holdsRun(dirname(folder)));
  return isOwn ? l10n.t("{0} is a file of a run; choose another file.", path) : undefined;
}

/** The path of a folder with all links resolved. If the folder cannot be opened, the path as it is. */
function withoutLinks(folder: string): string {
  try {
    return openFolder(folder).path;
  } catch {
    return folder;
  }
}

const marksFiles = datasetNames.map(marksFile);
const ownNames = [TRASH, NAMES_LOCK, ...Object.keys(gitFiles), ...marksFiles];

/**
 * The runs folder to which the file `name` in `folder` belongs. Such a file is one that this product keeps in a runs
 * folder, a lock or temporary file of such a file, or any file in the trash. Undefined for any other file.
 */
function runsFolderOf(folder: string, name: string): string | undefined {
  const isOwn = ownNames.some((one) => name === one || name.startsWith(`${one}.`));
  if (isOwn && isRunsFolder(folder)) return folder;
  for (let inner = folder; inner !== dirname(inner); inner = dirname(inner))
    if (basename(inner) === TRASH && isRunsFolder(dirname(inner))) return dirname(inner);
  return undefined;
}

/** Whether a folder has the default place of a runs folder, or holds runs, deleted runs or marks. */
function isRunsFolder(path: string): boolean {
  if (isDefaultRunsFolder(path)) return true;
  const holds = (folder: Folder) => holdsRuns(folder) || folder.entries(marksFiles).length > 0;
  return [path, join(path, TRASH)].some((one) => {
    try {
      return holds(openFolder(one));
    } catch {
      return false;
    }
  });
}
