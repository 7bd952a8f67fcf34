import type { BigIntStats } from "node:fs";
import type { Folder } from "../files/Folder";
import { checkpointsFolder } from "./checkpointFile";
import { LABELS, LOG, RECORD, runFolders, TRAINER } from "./runFiles";

/**
 * Texts that show whether the files of a run have changed. Each text contains the inode, the size and the times of its
 * files: the modification time, which a program can set back, and the change time (ctime), which only the system sets.
 * Some file systems have no change time. On these, `fold` also contains the end of the log, which shows most changes.
 */
export interface RunVersion {
  /** Changes with `run.json`, the log and the names in `checkpoints`. */
  fold: string;
  /** Changes with `labels.json`. */
  labels: string;
  /** Changes with the names of the entries in the run's folder and in its subfolders. */
  names: string;
  /** Number of bytes of `run.json` and the log together; undefined if neither exists. */
  size: number | undefined;
  /**
   * The latest modification time or change time (ms since 1970) of the run's folder and of the files and folders that
   * `fold`, `labels` and `names` are about.
   */
  changedAt: number;
  /** Whether the folder has a `trainer.json`. */
  isHeld: boolean;
}

/**
 * Number of bytes that are read at the end of a log. They contain the checksum of the last line if this line is
 * complete.
 */
const END = 32;

/**
 * Reads the stats of a run's folder and of the files in it.
 * @param readsEnd whether to read the end of the log, too, as is needed if the log can change while its change time
 * stays the same
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
