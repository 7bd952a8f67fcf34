import type { BigIntStats } from "node:fs";
import type { Folder } from "../files/Folder";
import { checkpointsFolder } from "./checkpointFile";
import { LABELS, LOG, RECORD, runFolders, TRAINER } from "./runFiles";

/**
 * Texts that change with a run's files. A file's version is its inode, its size, its modification time, which a program
 * can set back, and its change time (ctime), which only the system sets. Some file systems have no change time. The end
 * of the log shows most changes there.
 */
export interface RunVersion {
  /** Changes with `run.json`, the log and the names of the checkpoints. */
  fold: string;
  /** Changes with `labels.json`. */
  labels: string;
  /** Changes with the names in the run's folder and in its subfolders. */
  names: string;
  /** Bytes of the record and the log; undefined where neither exists. */
  size: number | undefined;
  /** The time (ms since 1970) of the latest change of a file or folder. */
  changedAt: number;
  /** Whether there is a `trainer.json`. */
  isHeld: boolean;
}

/** Bytes at the end of a log that are read. They hold the checksum of the last line. */
const END = 32;

/**
 * Reads the stats of a run's folder and of its files.
 * @param readsEnd whether the end of the log is read, too: where a file can change without its change time
 * @throws UnsafeFileError, or Error of the file system
 */
export function runVersion(run: Folder, readsEnd: boolean): RunVersion {
  const names = [RECORD, LOG, LABELS, TRAINER, ...runFolders];
  const { folder, entries, end } = run.survey(names, readsEnd ? { of: LOG, most: END } : undefined);
  const isHeld = entries.delete(TRAINER);
  const version = (name: string) => versionOf(entries.get(name));
  const bytes = [RECORD, LOG].flatMap((name) => entries.get(name)?.size ?? []);
  const all = [folder, ...entries.values()];
  return {
    fold: [...[RECORD, LOG, checkpointsFolder].map(version), end?.toString("latin1")].join(", "),
    labels: version(LABELS),
    names: [versionOf(folder), ...runFolders.map(version)].join(", "),
    size: bytes.length > 0 ? bytes.reduce((sum, size) => sum + Number(size), 0) : undefined,
    changedAt: Math.max(...all.map(({ mtimeMs, ctimeMs }) => Number(mtimeMs > ctimeMs ? mtimeMs : ctimeMs))),
    isHeld,
  };
}

function versionOf(entry: BigIntStats | undefined): string {
  return entry ? `${entry.ino} ${entry.size} ${entry.mtimeNs} ${entry.ctimeNs}` : "none";
}
