import { basename, join } from "node:path";
import * as l10n from "@vscode/l10n";
import type { Folder } from "../../files/Folder";
import { sha256 } from "../../files/sha256";
import { TaskError } from "../../protocol/TaskError";
import { checkpointFile, checkpointsFolder, isCheckpointFile } from "../../runs/checkpointFile";
import type { RunConfig } from "../../runs/RunConfig";
import type { CheckpointEvent } from "../../runs/RunEvent";
import { openRun, type RunFolder } from "../../runs/runsFolder";
import { withoutStop } from "../../text/sentences";
import { type Checkpoint, decodeCheckpoint } from "./Checkpoint";
import { CheckpointReading } from "./CheckpointReading";
import { UnusableError } from "./UnusableError";

/** Names of temporary files of processes that ended while writing; earlier versions used no random part. */
const PARTIAL = /^step-\d{6,}\.safetensors\.([0-9a-f]{16}\.)?partial$/;

/** Largest size (bytes) of a file that is read when no log states its length. */
const LONGEST = 2 ** 32;

/** The checkpoints in a run's folder, the newest last. */
export class CheckpointFiles {
  private known: readonly CheckpointEvent[];
  private readonly run: Folder;
  /** Files that were to be deleted and may still exist. */
  private readonly removed: Set<string>;

  /**
   * @param known the checkpoints in the log; one whose file has not the name of a checkpoint is ignored
   * @param removed the files that the log marks as deleted
   */
  constructor(folder: RunFolder, known: readonly CheckpointEvent[], removed: Iterable<string> = []) {
    this.run = openRun(folder);
    this.known = known.filter(({ file }) => isCheckpointFile(file));
    this.removed = new Set(removed);
  }

  get newest(): CheckpointEvent | undefined {
    return this.known.at(-1);
  }

  /**
   * Writes a checkpoint. Marks older ones as deleted, except for the newest `keep` and the best; {@link removeOthers}
   * deletes them.
   * @param beforeWriting as in {@link Folder.replace}
   * @throws Error of the file system
   */
  save(
    bytes: Uint8Array,
    about: Pick<CheckpointEvent, "epoch" | "step" | "reason" | "seconds">,
    keep: number,
    beforeWriting: () => void,
  ): CheckpointEvent {
    const { run } = this;
    // Only this level is made: a run's folder that was removed must not be made again.
    const checkpoints = run.look(checkpointsFolder)
      ? run.folder(checkpointsFolder)
      : run.makeFolder(checkpointsFolder);
    const file = checkpointFile(about.step);
    checkpoints.replace(basename(file), bytes, { beforeWriting });
    const written = { file, sha256: sha256(bytes), bytes: bytes.length };
    const all = [...this.known.filter((other) => other.file !== file)];
    const saved = checkpointEvent(about, written);
    all.push(saved);
    const best = all.findLast(({ reason }) => reason === "best");
    this.known = all.filter((one, index) => index >= all.length - keep || one === best);
    const removed = all.filter((one) => !this.known.includes(one)).map((one) => one.file);
    for (const one of removed) this.removed.add(one);
    this.removed.delete(file);
    return removed.length > 0 ? { ...saved, removed } : saved;
  }

  /**
   * Deletes temporary files and the checkpoints that the log marks as deleted. Other files are kept, since a log with
   * lost lines does not list all. Must be called only when the newest checkpoint is in the log on disk: otherwise a
   * process that is killed would leave a log that lists only deleted files.
   */
  removeOthers(): void {
    const folder = this.run.folder(checkpointsFolder);
    const kept = this.known.map(({ file }) => file);
    for (const name of namesIn(folder)) {
      const file = `${checkpointsFolder}/${name}`;
      if (PARTIAL.test(name) || (this.removed.has(file) && isCheckpointFile(file) && !kept.includes(file)))
        removeIfPossible(folder, name);
    }
  }

  /** @throws UnusableError when the file cannot be read or is not the logged checkpoint */
  read(event: CheckpointEvent, reading = new CheckpointReading()): Checkpoint {
    try {
      const bytes = reading.read(this.run, event.file, event.bytes);
      if (sha256(bytes) !== event.sha256)
        throw new Error(l10n.t("its SHA-256 is not the one in the run's log"));
      return decodeCheckpoint(bytes, event);
    } catch (error) {
      throw UnusableError.of(join(this.run.path, event.file), error);
    }
  }

  /** The newest checkpoint that can be used, with an error for each newer one that cannot. */
  readNewest(among = this.known): { found?: FoundCheckpoint; refused: UnusableError[] } {
    const refused: UnusableError[] = [];
    const reading = new CheckpointReading();
    for (const event of among.toReversed()) {
      try {
        return { found: { event, checkpoint: this.read(event, reading) }, refused };
      } catch (error) {
        refused.push(error as UnusableError);
      }
    }
    return { refused };
  }

  /**
   * Reads a checkpoint by its path in the log, relative to the run's folder.
   * @throws TaskError when the log does not list it; Error, one sentence, when it cannot be used
   */
  readNamed(file: string): FoundCheckpoint {
    const index = this.known.findIndex((one) => one.file === file);
    const event = this.known[index];
    if (!event) {
      const names = this.known.map((one) => one.file).join(", ") || l10n.t("none");
      throw new TaskError(
        l10n.t("The run in {0} has no checkpoint {1}; it has {2}.", this.run.path, file, names),
      );
    }
    try {
      return { event, checkpoint: this.read(event) };
    } catch (error) {
      const { found } = this.readNewest(this.known.slice(0, index));
      const why = withoutStop((error as Error).message);
      throw new Error(
        found
          ? l10n.t("{0}; {1} before it is whole.", why, found.event.file)
          : l10n.t("{0}; none before it is whole.", why),
      );
    }
  }
}

/**
 * Reads the folder without the log: an event for each checkpoint that is whole by its own checksum, and an error
 * for each that is not.
 */
export function readCheckpointFiles(run: RunFolder) {
  const folder = openRun(run);
  const whole: { event: CheckpointEvent; config: RunConfig }[] = [];
  const refused: { file: string; error: UnusableError }[] = [];
  const reading = new CheckpointReading();
  const files = namesIn(folder.folder(checkpointsFolder)).map((name) => `${checkpointsFolder}/${name}`);
  for (const file of files.filter(isCheckpointFile).sort(newestFirst)) {
    try {
      const bytes = reading.read(folder, file, LONGEST);
      const { recorded, config, step, ...about } = decodeCheckpoint(bytes);
      if (file !== checkpointFile(step)) throw new Error(l10n.t("it is the checkpoint of step {0}", step));
      const { reason } = recorded;
      const written = { file, sha256: sha256(bytes), bytes: bytes.length };
      whole.push({ event: checkpointEvent({ ...about, step, reason }, written), config });
    } catch (error) {
      refused.push({ file, error: UnusableError.of(join(folder.path, file), error) });
    }
  }
  return { whole: whole.reverse(), refused: refused.reverse() };
}

export interface FoundCheckpoint {
  event: CheckpointEvent;
  checkpoint: Checkpoint;
}

/** The event of a checkpoint, with its fields in the order of the log. */
export function checkpointEvent(
  { epoch, step, reason, seconds }: Pick<CheckpointEvent, "epoch" | "step" | "reason" | "seconds">,
  { file, sha256, bytes }: Pick<CheckpointEvent, "file" | "sha256" | "bytes">,
): CheckpointEvent {
  return { type: "checkpoint", file, epoch, step, reason, sha256, bytes, seconds };
}

/** Compares names by their steps, which have six digits or more; the highest step comes first. */
function newestFirst(one: string, other: string): number {
  return other.length - one.length || (one < other ? 1 : -1);
}

/** The names of a folder's entries; none where it does not exist or cannot be read. */
function namesIn(folder: Folder): string[] {
  try {
    return folder.names();
  } catch {
    return [];
  }
}

/** Deletes a file. A failure is ignored: the deletion is tried again after the next checkpoint. */
function removeIfPossible(folder: Folder, name: string): void {
  try {
    folder.remove(name);
  } catch {
    // The folder is not writable, or something else is in the file's place.
  }
}
