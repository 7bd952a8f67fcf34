import { lstatSync } from "node:fs";

/**
 * A text that changes when the inode, the size or the modification time of a file changes; empty if the file does not
 * exist or its stats cannot be read. The call takes about a tenth of the time in which {@link Folder} opens the file's
 * folder. Unlike Folder, this function follows links among the folders on the path. The file's content must therefore
 * be read through Folder.
 */
export function fileVersion(path: string): string {
  try {
    const file = lstatSync(path, { bigint: true, throwIfNoEntry: false });
    return file ? `${file.ino} ${file.size} ${file.mtimeNs}` : "";
  } catch {
    return "";
  }
}

/**
 * A text that stays the same when a folder is renamed, and that no other folder has meanwhile; undefined if the folder
 * does not exist or its stats cannot be read.
 */
export function folderIdentity(path: string): string | undefined {
  try {
    const folder = lstatSync(path, { bigint: true, throwIfNoEntry: false });
    return folder && `${folder.dev} ${folder.ino}`;
  } catch {
    return undefined;
  }
}
