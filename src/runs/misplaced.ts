/** Finds the runs folder if a user named a folder above or below it by mistake. */
import { basename, dirname, join, resolve } from "node:path";
import { openFolder } from "../files/ensureFolder";
import type { Folder } from "../files/Folder";
import { existingPart, wayTo } from "../files/wayTo";
import { hasRemains, hasStates } from "./remains";
import { LOG, RECORD, runFolders } from "./runFiles";
import { defaultRunsFolder, openRunsFolder } from "./runsFolder";

/** Largest number of folders, one level below a named folder, that are searched for runs. */
const mostFolders = 50;
/** Largest number of entries of a folder that are looked at to find a run. */
const mostEntries = 10;
/** Largest number of names in a folder that are read. The folders and entries to search are chosen among these. */
const mostNames = 1000;

/**
 * The runs folder around a path that leads to a run's folder or into one, such as to `checkpoints`. The path need not
 * exist. Undefined for any other path, and for a folder that itself holds runs.
 * @param isRun whether a folder is the folder of a run
 */
export function runsFolderAround(
  path: string,
  isRun: (folder: Folder) => boolean = hasFileOfRun,
): string | undefined {
  try {
    const existing = existingPart(path);
    const folder = openFolder(existing);
    const outer = dirname(folder.path);
    if (existing === resolve(path)) {
      if (isRun(folder)) return holdsRuns(folder) ? undefined : outer;
      if (runFolders.includes(basename(folder.path)) && isRun(openFolder(outer))) return dirname(outer);
      if (holdsRuns(folder)) return undefined;
    }
    const run = wayTo(folder.path).findLast(isCertainlyRun);
    return run === undefined ? undefined : dirname(run);
  } catch {
    return undefined;
  }
}

/**
 * Whether a path is the folder of a run. False for a folder of another program that has only files of the same names.
 * False if the folder cannot be opened.
 */
function isCertainlyRun(path: string): boolean {
  try {
    const folder = openFolder(path);
    return hasFilesOfRun(folder) && hasRemains(folder);
  } catch {
    return false;
  }
}

/** Whether a folder has `run.json` and `events.jsonl`, the files that every run has. */
export function hasFilesOfRun(folder: Folder): boolean {
  return folder.entries([RECORD, LOG]).length === 2;
}

function hasFileOfRun(folder: Folder): boolean {
  return folder.entries([RECORD, LOG]).length > 0 || hasStates(folder);
}

/**
 * A folder below `path` that holds runs: of the folders in `path` that hold runs, the first by name; if there is none,
 * the {@link defaultRunsFolder} in `path`. Undefined if that folder holds no runs either.
 */
export function runsFolderBelow(path: string): string | undefined {
  try {
    const runs = openRunsFolder(path);
    const names = runs.someNames(mostNames).filter((name) => !name.startsWith("."));
    const found = runs.entries(names.sort()).filter(([, stats]) => stats.isDirectory());
    const name = found.slice(0, mostFolders).find(([one]) => holdsRuns(runs.folder(one)))?.[0];
    if (name !== undefined) return join(path, name);
    const usual = join(path, defaultRunsFolder);
    return holdsRuns(openRunsFolder(usual)) ? usual : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Whether one of the first {@link mostEntries} entries of a folder is the folder of a run. Entries whose names begin
 * like a date come first.
 */
export function holdsRuns(folder: Folder): boolean {
  try {
    const names = folder.someNames(mostNames).filter((name) => !name.startsWith("."));
    const [dated, others] = [true, false].map((is) => names.filter((one) => /^\d{4}-/.test(one) === is));
    return [...dated!, ...others!].slice(0, mostEntries).some((name) => isRun(folder, name));
  } catch {
    return false;
  }
}

function isRun(folder: Folder, name: string): boolean {
  try {
    return hasFileOfRun(folder.folder(name));
  } catch {
    return false;
  }
}
