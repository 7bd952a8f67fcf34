import { existsSync } from "node:fs";
import { basename, dirname } from "node:path";
import { misnamedIn, UNDECODABLE } from "./folderEntries";

/**
 * On an absolute path, the outermost file or folder whose own name is no valid UTF-8, as a path; undefined if there is
 * none. As text, such a path leads to another place, in which a new folder would be made. A name that holds U+FFFD
 * itself is valid, as long as an entry with this name exists and no other name is read as the same text.
 */
export function misnamedPart(path: string): string | undefined {
  if (!path.includes(UNDECODABLE)) return undefined;
  const above = misnamedPart(dirname(path));
  if (above !== undefined) return above;
  return basename(path).includes(UNDECODABLE) && isMisnamed(path) ? path : undefined;
}

function isMisnamed(path: string): boolean {
  if (!existsSync(path)) return true;
  try {
    return misnamedIn(dirname(path), 1).some(({ name }) => name === basename(path));
  } catch {
    // The names in the folder above cannot be read.
    return false;
  }
}
