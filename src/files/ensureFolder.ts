import { existsSync, mkdirSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import { Folder } from "./Folder";

/**
 * Opens a folder that a user named, through the links on the way to it.
 * @throws Error of the file system when it is not there
 */
export function openFolder(path: string): Folder {
  return new Folder(realpathSync(path));
}

/**
 * The same, of a folder that is made where there is none, with those that it is in.
 * @param files of a new one: it is there with all of them or not at all
 * @returns the folder, and whether it is new
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
 * The same, of a folder in another one, which may be no link.
 * @throws UnsafeFileError for a link; Error of the file system
 */
export function ensureFolderIn(
  parent: Folder,
  name: string,
  files: Readonly<Record<string, string>>,
): { folder: Folder; isNew: boolean } {
  // Another process may have been quicker.
  const isNew = parent.makeFolderWith(name, files);
  const folder = parent.folder(name);
  folder.check();
  return { folder, isNew };
}

/**
 * Makes a folder where there is none, and those that it is in, one by one: Node's own recursive way never returns where
 * the system answers ENOENT, as under /proc.
 * @throws Error of the file system
 */
export function makeFolders(folder: string): void {
  if (isFolder(folder)) return;
  makeFolders(dirname(folder));
  try {
    mkdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    // Another process may have been quicker; what else is in its place is named.
    openFolder(folder).check();
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
