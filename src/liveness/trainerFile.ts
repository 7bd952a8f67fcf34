/**
 * A run's `trainer.json`: the process that trains the run, and how to reach it. The trainer removes the file at its
 * end. After the trainer's death, a client removes it.
 */

import type { BigIntStats } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import type { Folder } from "../files/Folder";
import { isDenial } from "../files/readTrouble";
import { TRAINER } from "../runs/runFiles";
import { openRun, type RunFolder } from "../runs/runsFolder";
import { processEntries } from "./processIdentity";

/** The version of the file's layout. A file of another version is read as if it named no trainer. */
const FORMAT = 1;
/** Largest size (bytes) of a `trainer.json` that is read. */
const LONGEST = 10_000;

const schema = v.object({
  format: v.literal(FORMAT),
  ...processEntries,
  /** Time at which the trainer took the run, by the machine's clock, in ISO 8601. */
  started: v.string(),
  /**
   * The end of the run that the log held when the trainer took the run, as `lastLoggedEnd` returns it; null where the
   * last line was no end. Absent in older files.
   */
  endBefore: v.optional(v.nullable(v.string())),
  /** Path of the local socket or pipe; null where the trainer has none. */
  socket: v.nullable(v.string()),
  /** The trainer and a client prove to each other that they have the token. No two trainers have the same token. */
  token: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  /** Path of the stderr file; null where there is none. */
  stderr: v.nullable(v.string()),
  /** Path of the run's folder, without links, and the inode of that folder. */
  folder: v.string(),
  inode: v.string(),
});

export type TrainerFile = v.InferOutput<typeof schema>;
/** The members that a trainer provides. `format`, `folder` and `inode` are added when the file is written. */
export type OwnEntries = Omit<TrainerFile, "format" | "folder" | "inode">;

export function trainerFilePath(folder: string): string {
  return join(folder, TRAINER);
}

/**
 * Reads a run's `trainer.json`. In a file of another user, `socket` and `stderr` are read as null: this user cannot
 * open what belongs to that user, and that user must not choose what this process opens.
 * @returns undefined if the file is missing, cannot be read, or names the trainer of another folder, as in a copy of a
 * run
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
 * Replaces `trainer.json` atomically. The caller holds `trainer.json.lock`.
 * @throws UnsafeFileError, or Error of the file system
 */
export function writeTrainerFile(place: RunFolder, trainer: OwnEntries): void {
  const folder = openRun(place);
  // Only this user may read the token.
  folder.replace(TRAINER, `${JSON.stringify({ format: FORMAT, ...trainer, ...identityOf(folder) })}\n`, {
    mode: 0o600,
  });
}

/** @throws UnsafeFileError, or Error of the file system */
export function removeTrainerFile(place: RunFolder): void {
  openRun(place).remove(TRAINER);
}

/**
 * Sets the file's modification time to now, which shows that the trainer is alive.
 * @throws UnsafeFileError, or Error of the file system
 */
export function touchTrainerFile(place: RunFolder): void {
  openRun(place).touch(TRAINER);
}

/**
 * Time of the last touch of `trainer.json`, in milliseconds since 1970; undefined if there is no such file, or its
 * stats cannot be read.
 */
export function lastSignOfLife(place: RunFolder): number | undefined {
  try {
    const stats = openRun(place).look(TRAINER);
    return stats && Number(stats.mtimeMs);
  } catch {
    return undefined;
  }
}

/**
 * Time of the last touch of another user's `trainer.json` that this user may not read, in milliseconds since 1970.
 * Undefined if there is no such file.
 */
export function hiddenBeat(place: RunFolder): number | undefined {
  try {
    const folder = openRun(place);
    const stats = folder.look(TRAINER);
    return stats && !isOwn(stats) && isDenied(folder) ? Number(stats.mtimeMs) : undefined;
  } catch {
    return undefined;
  }
}

function isDenied(folder: Folder): boolean {
  try {
    folder.readBeginning(TRAINER, 1);
    return false;
  } catch (error) {
    return isDenial(error);
  }
}

/** Whether this user owns a file. True on Windows, which provides no owner. */
function isOwn({ uid }: BigIntStats): boolean {
  return process.geteuid === undefined || uid === BigInt(process.geteuid());
}

type FolderIdentity = Pick<TrainerFile, "folder" | "inode">;

/** @throws UnsafeFileError, or Error of the file system */
export function identityOf(place: RunFolder): FolderIdentity {
  const folder = openRun(place);
  return { folder: folder.path, inode: String(folder.stats.ino) };
}

/**
 * True if the folder has the recorded path or the recorded inode. One of them is enough. The path is another one if the
 * folder was moved or is seen from another machine. The inode can change on a file system that has no inodes and for
 * which the system makes up numbers. A copy of the folder has neither the path nor the inode.
 */
function isFolderOf(trainer: TrainerFile, { folder, inode }: FolderIdentity): boolean {
  return trainer.folder === folder || trainer.inode === inode;
}
