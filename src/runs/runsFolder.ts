import { basename, dirname, join, resolve, sep } from "node:path";
import { ensureFolder, ensureFolderIn, openFolder } from "../files/ensureFolder";
import { Folder } from "../files/Folder";

/** Where runs are kept in a workspace, or below the folder that a terminal is in. */
export const defaultRunsFolder = join(".fitting-room", "runs");

const [OUTER, INNER] = [dirname(defaultRunsFolder), basename(defaultRunsFolder)];

/** A run's folder by its path, or the very folder that the path led to once, whatever it leads to later. */
export type RunFolder = string | Folder;

/**
 * Opens a folder for runs. One that a user named is opened through links; the default one may have come with a
 * stranger's workspace, and is not.
 * @throws UnsafeFileError, or Error of the file system
 */
export function openRunsFolder(path: string): Folder {
  const place = defaultPlace(path);
  if (!place) return openFolder(path);
  const runs = defaultFolder(place);
  runs.check();
  return runs;
}

/** When an entry of a folder for runs came or went last, in milliseconds since 1970; 0 where it cannot be opened. */
export function runsFolderChangedAt(path: string): number {
  try {
    return Number(openRunsFolder(path).stats.mtimeNs) / 1e6;
  } catch {
    return 0;
  }
}

/** The same, of a folder that is made where there is none, as {@link ensureFolder} does. */
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
    // Another process may have been quicker.
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
}

/**
 * The folder of a run, which need not be there: through no link where it is in the default folder for runs, and else
 * through those on the way to it.
 * @throws UnsafeFileError, or Error of the file system
 */
export function openRun(run: RunFolder): Folder {
  if (typeof run !== "string") return run;
  const path = resolve(run);
  const place = defaultPlace(dirname(path));
  return place ? defaultFolder(place).folder(basename(path)) : new Folder(path);
}

/** The folder that has the default one for runs; undefined for a path that is another one's. */
function defaultPlace(path: string): string | undefined {
  const absolute = resolve(path);
  return absolute.endsWith(sep + defaultRunsFolder) ? dirname(dirname(absolute)) : undefined;
}

/** A link in the place of either of its two folders is named as one. @throws UnsafeFileError */
function defaultFolder(place: string): Folder {
  const outer = openFolder(place).folder(OUTER);
  if (outer.exists) outer.check();
  const runs = outer.folder(INNER);
  if (runs.exists) runs.check();
  return runs;
}
