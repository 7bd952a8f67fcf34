/** Opens and checks folders, so that a link or another folder that was put in a folder's place is refused. */
import { type BigIntStats, closeSync, constants, existsSync, lstatSync, openSync } from "node:fs";
import * as l10n from "@vscode/l10n";
import { noFolder } from "./fileKind";
import { UnsafeFileError } from "./UnsafeFileError";

/**
 * Flags of `open`. A flag that the system lacks is 0. Windows lacks all three. O_NONBLOCK is needed only where a folder
 * can contain a pipe, which is never so on Windows.
 */
export const { O_DIRECTORY = 0, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants as Partial<typeof constants>;

/** Whether a path can lead through a descriptor of this process (`/proc/self/fd`). */
export const canReachByDescriptor = process.platform === "linux" && existsSync("/proc/self/fd");

/**
 * Opens a folder, calls `use`, and closes the folder again.
 * @param name the folder as messages name it
 * @param use called with a path that leads to the opened folder, whatever is at `path` meanwhile
 * @throws as {@link checkFolder}; what `use` throws
 */
export function throughDescriptor<T>(path: string, name: string, use: (path: string) => T): T {
  const descriptor = openChecked(path, name);
  try {
    return use(`/proc/self/fd/${descriptor}`);
  } finally {
    closeSync(descriptor);
  }
}

/**
 * Opens a folder. No check comes before, since the flags make `open` refuse a link and any entry that is not a folder.
 * @returns a descriptor, which the caller closes
 * @throws as {@link checkFolder}
 */
function openChecked(path: string, name: string): number {
  try {
    return openSync(path, constants.O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
  } catch (error) {
    checkFolder(path, name);
    throw error;
  }
}

/**
 * @param name the folder as messages name it
 * @returns the folder's stats
 * @throws UnsafeFileError for a link, or any other entry that is not a folder; Error of the file system
 */
export function checkFolder(path: string, name: string): BigIntStats {
  const stats = lstatSync(path, { bigint: true });
  const error = noFolder(name, stats);
  if (error) throw error;
  return stats;
}

/** The error for a path that leads to another folder than before. */
export function anotherFolder(name: string): UnsafeFileError {
  return new UnsafeFileError(name, l10n.t("another folder than a moment ago"));
}
