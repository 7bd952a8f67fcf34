import { dirname, join, resolve, sep } from "node:path";
import { ensureFolder, openFolder } from "../files/ensureFolder";
import type { Folder } from "../files/Folder";

/** Where runs are kept in a workspace, or below the folder that a terminal is in. */
export const defaultRunsFolder = join(".fitting-room", "runs");

/**
 * Opens a folder for runs. One that a user named is opened through links; the default one may have come with a
 * stranger's workspace, and is not.
 * @throws UnsafeFileError, or Error of the file system
 */
export function openRunsFolder(path: string): Folder {
  checkRunsFolder(path);
  return openFolder(path);
}

/** The same, of a folder that is made where there is none, as {@link ensureFolder} does. */
export function ensureRunsFolder(
  path: string,
  files: Readonly<Record<string, string>>,
): ReturnType<typeof ensureFolder> {
  checkRunsFolder(path);
  return ensureFolder(path, files);
}

/** @throws UnsafeFileError when the path is the default folder's, and that or the one that it is in is a link */
export function checkRunsFolder(path: string): void {
  const absolute = resolve(path);
  if (!absolute.endsWith(sep + defaultRunsFolder)) return;
  const outer = openFolder(dirname(dirname(absolute))).folder(".fitting-room");
  if (!outer.exists) return;
  outer.check();
  const runs = outer.folder("runs");
  if (runs.exists) runs.check();
}
