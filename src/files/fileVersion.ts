import { lstatSync } from "node:fs";

/**
 * A text that changes when a file is replaced or written; empty where the file does not exist or its stats cannot be
 * read. The call costs a tenth of opening the file's folder. Links among the folders of the path are followed, so that
 * the content must be read through {@link Folder}.
 */
export function fileVersion(path: string): string {
  try {
    const file = lstatSync(path, { bigint: true, throwIfNoEntry: false });
    return file ? `${file.ino} ${file.size} ${file.mtimeNs}` : "";
  } catch {
    return "";
  }
}
