/** A run's `trainer.json`: which process trains it, and where that can be reached. There is none while none does. */

import type { BigIntStats } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { TRAINER } from "../runs/runFiles";
import { openRun, type RunFolder } from "../runs/runsFolder";
import { processEntries } from "./processIdentity";

/** A version of the layout that is not known names no trainer. */
const FORMAT = 1;
/** Bytes; longer ones are not read. */
const LONGEST = 10_000;

const schema = v.object({
  format: v.literal(FORMAT),
  ...processEntries,
  /** ISO 8601, of the machine's clock. */
  started: v.string(),
  /** Where it takes connections, as a local path or pipe; null where it cannot. */
  socket: v.nullable(v.string()),
  /** Who proves to know it may attach; no two trainers have the same. */
  token: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  /** The file that its stderr goes to, if any. */
  stderr: v.nullable(v.string()),
  /** The run's folder, without links in its path, and its number in the file system. */
  folder: v.string(),
  inode: v.string(),
});

export type TrainerFile = v.InferOutput<typeof schema>;
/** What a trainer tells of itself; the rest its file's place tells. */
export type TrainerItself = Omit<TrainerFile, "format" | "folder" | "inode">;

export function trainerFilePath(folder: string): string {
  return join(folder, TRAINER);
}

/**
 * A file of another user's tells of no socket and no stderr: those of that user's trainers cannot be opened by this one,
 * and those of this user's own are none of that user's business.
 * @returns undefined where there is none that names a trainer of this very folder; a copy of a run has none
 */
export function readTrainerFile(place: RunFolder): TrainerFile | undefined {
  try {
    const folder = openRun(place);
    const { bytes, stats } = folder.readWithStats(TRAINER, LONGEST);
    const trainer = v.parse(schema, JSON.parse(bytes.toString()));
    if (!isFolderOf(trainer, identityOf(folder))) return undefined;
    return isOwn(stats) ? trainer : { ...trainer, socket: null, stderr: null };
  } catch {
    return undefined;
  }
}

/**
 * Puts one in the place of whatever is there, at once whole; only one process at a time may.
 * @throws UnsafeFileError, or Error of the file system
 */
export function writeTrainerFile(place: RunFolder, trainer: TrainerItself): void {
  const folder = openRun(place);
  // The token is for this user's eyes.
  folder.replace(TRAINER, `${JSON.stringify({ format: FORMAT, ...trainer, ...identityOf(folder) })}\n`, {
    mode: 0o600,
  });
}

/** @throws UnsafeFileError, or Error of the file system */
export function removeTrainerFile(place: RunFolder): void {
  openRun(place).remove(TRAINER);
}

/**
 * Sets the file's time to now, as a sign of life.
 * @throws UnsafeFileError, or Error of the file system
 */
export function touchTrainerFile(place: RunFolder): void {
  openRun(place).touch(TRAINER);
}

/** When the trainer last gave a sign of life, in milliseconds since 1970; undefined where there is no file. */
export function lastSignOfLife(place: RunFolder): number | undefined {
  try {
    const stats = openRun(place).look(TRAINER);
    return stats && Number(stats.mtimeMs);
  } catch {
    return undefined;
  }
}

/** Windows tells of no owner. */
function isOwn({ uid }: BigIntStats): boolean {
  return process.geteuid === undefined || uid === BigInt(process.geteuid());
}

type FolderIdentity = Pick<TrainerFile, "folder" | "inode">;

/** @throws UnsafeFileError, or Error of the file system */
export function identityOf(place: RunFolder): FolderIdentity {
  const folder = openRun(place);
  return { folder: folder.path, inode: String(folder.stats.ino) };
}

/** Its path is another one on another machine or once it was moved, its number where a file system has none of its own. */
function isFolderOf(trainer: TrainerFile, { folder, inode }: FolderIdentity): boolean {
  return trainer.folder === folder || trainer.inode === inode;
}
