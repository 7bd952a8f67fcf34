import type { BigIntStats } from "node:fs";
import { UnsafeFileError } from "./UnsafeFileError";

/** What a name stands for when it is no file of one name; undefined for such a file. */
export function whyNoFile(stats: BigIntStats): string | undefined {
  if (stats.isFile()) return stats.nlink > 1n ? "a file that has other names too (a hard link)" : undefined;
  return stats.isDirectory() ? "a folder" : whatItIs(stats);
}

/** What a name stands for when it is no folder; undefined for a folder. */
export function whyNoFolder(stats: BigIntStats): string | undefined {
  if (stats.isDirectory()) return undefined;
  return stats.isFile() ? "a file" : whatItIs(stats);
}

function whatItIs(stats: BigIntStats): string {
  if (stats.isSymbolicLink()) return "a symbolic link";
  if (stats.isFIFO()) return "a pipe";
  if (stats.isSocket()) return "a socket";
  return "a device";
}

/** @throws UnsafeFileError unless the file that was opened is a file of one name, and the one that was looked at */
export function checkOpened(name: string, looked: BigIntStats, opened: BigIntStats): void {
  const why = whyNoFile(opened);
  if (why) throw new UnsafeFileError(name, why);
  if (!isSameFile(looked, opened)) throw new UnsafeFileError(name, "another file than a moment ago");
}

export function isSameFile(one: BigIntStats, other: BigIntStats): boolean {
  return one.ino === other.ino && one.dev === other.dev;
}
