import { basename, dirname, join, resolve, sep } from "node:path";
import { ensureFolder, ensureFolderIn, openFolder } from "../files/ensureFolder";
import { Folder } from "../files/Folder";
import { isAbsence } from "../files/readTrouble";

/** Path of the default runs folder, relative to the workspace folder or, in a terminal, to the current folder. */
export const defaultRunsFolder = join(".fitting-room", "runs");

/** The folder of deleted runs in a runs folder. Lists of runs leave it out, as its name begins with a dot. */
export const TRASH = ".trash";

const [OUTER, INNER] = [dirname(defaultRunsFolder), basename(defaultRunsFolder)];

/**
 * A run's folder: its path, or an opened folder. An opened folder stays the same if its path later leads to another
 * folder.
 */
export type RunFolder = string | Folder;

/**
 * Opens a runs folder. Links in the path are followed, since a user has named the path. The default runs folder may be
 * part of an untrusted workspace. A link in place of one of the two folders of {@link defaultRunsFolder} is therefore
 * refused.
 * @throws UnsafeFileError, or Error of the file system
 */
export function openRunsFolder(path: string): Folder {
  const place = defaultPlace(path);
  if (!place) return openFolder(path);
  const runs = defaultFolder(place);
  runs.check();
  return runs;
}

/**
 * The time (ms since 1970) when an entry was last added to or removed from a runs folder; 0 if the folder cannot be
 * opened.
 */
export function runsFolderChangedAt(path: string): number {
  try {
    return Number(openRunsFolder(path).stats.mtimeNs) / 1e6;
  } catch {
    return 0;
  }
}

/**
 * Opens a runs folder. Links are treated as by {@link openRunsFolder}. A missing folder is made.
 * @param files names and contents of the files that a new folder gets
 * @returns the folder, and whether it is new
 * @throws UnsafeFileError, or Error of the file system
 */
export function ensureRunsFolder(
  path: string,
  files: Readonly<Record<string, string>>,
): ReturnType<typeof ensureFolder> {
  const place = defaultPlace(path);
  if (!place) return ensureFolder(path, files);
  makeIfMissing(ensureFolder(place, {}).folder, OUTER);
  return ensureFolderIn(openFolder(place).folder(OUTER), INNER, files);
}

function makeIfMissing(folder: Folder, name: string): void {
  try {
    if (!folder.look(name)) folder.makeFolder(name);
  } catch (error) {
    // Another process may have made the folder meanwhile.
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
}

/**
 * Opens the folder of a run, which need not exist. In a default runs folder, no link in place of the run's folder or of
 * the two folders of {@link defaultRunsFolder} is followed. Elsewhere, links before the last part of the path are
 * followed.
 * @throws UnsafeFileError, or Error of the file system
 */
export function openRun(run: RunFolder): Folder {
  if (typeof run !== "string") return run;
  const path = resolve(run);
  const place = defaultPlace(dirname(path));
  return place ? defaultFolder(place).folder(basename(path)) : new Folder(path);
}

/** Whether anything exists at the path of a run's folder. True if this cannot be found out. */
export function runExists(path: string): boolean {
  try {
    return openRun(path).exists;
  } catch (error) {
    return !isAbsence(error);
  }
}

/** Whether a path ends like that of a default runs folder. */
export function isDefaultRunsFolder(path: string): boolean {
  return defaultPlace(path) !== undefined;
}

/** The folder whose default runs folder is `path`; undefined if `path` does not end like a default runs folder. */
function defaultPlace(path: string): string | undefined {
  const absolute = resolve(path);
  return absolute.endsWith(sep + defaultRunsFolder) ? dirname(dirname(absolute)) : undefined;
}

/**
 * Opens the default runs folder in the folder `place`. A link in place of either of the two folders of
 * {@link defaultRunsFolder} is refused.
 * @throws UnsafeFileError, or Error of the file system
 */
function defaultFolder(place: string): Folder {
  const outer = openFolder(place).folder(OUTER);
  if (outer.exists) outer.check();
  const runs = outer.folder(INNER);
  if (runs.exists) runs.check();
  return runs;
}
