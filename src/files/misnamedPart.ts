import { existsSync } from "node:fs";
import { basename, dirname } from "node:path";
import { misnamedIn, UNDECODABLE } from "./folderEntries";

/**
 * The first part of an absolute path whose name is no valid UTF-8, as a path; undefined if there is none. Such a path
 * as text leads to another place, in which a new folder would be made. A name that holds U+FFFD itself is valid, as long
 * as it exists and no other name is read as the same text.
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
