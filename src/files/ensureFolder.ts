import { existsSync, lstatSync, mkdirSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import { Folder } from "./Folder";

/**
 * Opens a folder that a user named. Links on its path are followed.
 * @throws Error of the file system when it does not exist
 */
export function openFolder(path: string): Folder {
  return new Folder(realpathSync(path));
}

/** Whether a symbolic link is at a path, and nothing where the link leads. */
export function isBrokenLink(path: string): boolean {
  const entry = lstatSync(path, { throwIfNoEntry: false });
  return entry?.isSymbolicLink() === true && !existsSync(path);
}

/**
 * Opens a folder that a user named, as {@link openFolder} does. A missing folder is made, with the missing folders
 * above it. A file in the folder's place is not reported before the folder is used.
 * @param files names and contents of the files of a new folder, which is made atomically with all of them
 * @returns the folder, and whether this call made it
 * @throws UnsafeFileError if a broken link is in the folder's place, or a file in the place of a folder above it; Error
 * of the file system
 */
export function ensureFolder(
  path: string,
  files: Readonly<Record<string, string>>,
): { folder: Folder; isNew: boolean } {
  const absolute = resolve(path);
  if (existsSync(absolute)) return { folder: openFolder(absolute), isNew: false };
  makeFolders(dirname(absolute));
  return ensureFolderIn(openFolder(dirname(absolute)), basename(absolute), files);
}

/**
 * Opens the folder `name` in `parent`. A missing folder is made, atomically with `files`.
 * @returns the folder, and whether this call made it
 * @throws UnsafeFileError where a link or a file is in the folder's place; Error of the file system
 */
export function ensureFolderIn(
  parent: Folder,
  name: string,
  files: Readonly<Record<string, string>>,
): { folder: Folder; isNew: boolean } {
  const isNew = parent.makeFolderWith(name, files);
  const folder = parent.folder(name);
  folder.check();
  return { folder, isNew };
}

/**
 * Makes a folder and the missing folders above it, one by one. Does nothing if the folder exists, or a link to one.
 * `recursive` of `mkdirSync` is not used: it never returns where the system fails with ENOENT, as under /proc.
 * @throws UnsafeFileError if something that is no folder is in a folder's place; Error of the file system
 */
export function makeFolders(folder: string): void {
  if (isFolder(folder)) return;
  makeFolders(dirname(folder));
  try {
    mkdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    // Another process may have made the folder meanwhile.
    openFolder(folder).check();
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
