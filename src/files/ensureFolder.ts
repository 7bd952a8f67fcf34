import { existsSync, mkdirSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import { Folder } from "./Folder";

/**
 * Opens a folder that a user named. Links on its path are followed.
 * @throws Error of the file system when it does not exist
 */
export function openFolder(path: string): Folder {
  return new Folder(realpathSync(path));
}

/**
 * The same; makes the folder, and those around it, if missing.
 * @param files content of a new folder, which is made atomically with all of them
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
 * The same for a folder in another one; it must not be a link.
 * @throws UnsafeFileError for a link; Error of the file system
 */
export function ensureFolderIn(
  parent: Folder,
  name: string,
  files: Readonly<Record<string, string>>,
): { folder: Folder; isNew: boolean } {
  // Another process may have made it meanwhile.
  const isNew = parent.makeFolderWith(name, files);
  const folder = parent.folder(name);
  folder.check();
  return { folder, isNew };
}

/**
 * Makes a folder, and those around it, one by one. Node's recursive option never returns where the system answers
 * ENOENT, as under /proc.
 * @throws Error of the file system
 */
export function makeFolders(folder: string): void {
  if (isFolder(folder)) return;
  makeFolders(dirname(folder));
  try {
    mkdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    // Another process may have made the folder meanwhile. Any other entry in its place is refused.
    openFolder(folder).check();
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
