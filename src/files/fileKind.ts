import type { BigIntStats, Stats } from "node:fs";
import * as l10n from "@vscode/l10n";
import { UnsafeFileError } from "./UnsafeFileError";

/** @returns an error when the entry is not a regular file or has hard links */
export function noFile(name: string, stats: BigIntStats): UnsafeFileError | undefined {
  // `nlink` is 0 for an open file whose name has just been removed.
  if (stats.isFile() && stats.nlink <= 1n) return undefined;
  if (stats.isFile())
    return new UnsafeFileError(
      name,
      l10n.t("a file that has other names too (a hard link, as in a backup by cp -al)"),
      "hard",
    );
  return stats.isDirectory() ? new UnsafeFileError(name, l10n.t("a folder")) : noFileOrFolder(name, stats);
}

/** @returns an error when the entry is not a folder */
export function noFolder(name: string, stats: BigIntStats): UnsafeFileError | undefined {
  if (stats.isDirectory()) return undefined;
  return stats.isFile() ? new UnsafeFileError(name, l10n.t("a file")) : noFileOrFolder(name, stats);
}

function noFileOrFolder(name: string, stats: BigIntStats): UnsafeFileError {
  return new UnsafeFileError(name, whatItIs(stats), stats.isSymbolicLink() ? "symbolic" : undefined);
}

/** One sentence about an entry that is no regular file. */
export function notAFile(path: string, stats: Stats): string {
  return l10n.t("{0} is {1}, not a file.", path, stats.isDirectory() ? l10n.t("a folder") : whatItIs(stats));
}

/** The kind of an entry that is neither a file nor a folder, in words. */
export function whatItIs(stats: Stats | BigIntStats): string {
  if (stats.isSymbolicLink()) return l10n.t("a symbolic link");
  if (stats.isFIFO()) return l10n.t("a pipe");
  if (stats.isSocket()) return l10n.t("a socket");
  return l10n.t("a device");
}

/**
 * @param looked stats that were read by the file's name before it was opened
 * @param opened stats of the open file
 * @throws UnsafeFileError unless `opened` is a file without hard links, and the same file as `looked`
 */
export function checkOpened(name: string, looked: BigIntStats, opened: BigIntStats): void {
  const error = noFile(name, opened);
  if (error) throw error;
  if (!isSameFile(looked, opened)) throw new UnsafeFileError(name, l10n.t("another file than a moment ago"));
}

export function isSameFile(one: BigIntStats, other: BigIntStats): boolean {
  return one.ino === other.ino && one.dev === other.dev;
}
