import { lstatSync } from "node:fs";

/**
 * A text that changes when a file is replaced or written; empty where there is none, or where it cannot be looked at. A
 * tenth of the cost of opening the file's folder, whose links it does not refuse: nothing may be read by it.
 */
export function fileVersion(path: string): string {
  try {
    const file = lstatSync(path, { bigint: true, throwIfNoEntry: false });
    return file ? `${file.ino} ${file.mtimeNs}` : "";
  } catch {
    return "";
  }
}
