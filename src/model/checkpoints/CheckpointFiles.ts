import { basename, join } from "node:path";
import * as l10n from "@vscode/l10n";
import type { Folder } from "../../files/Folder";
import { sha256 } from "../../files/sha256";
import { TaskError } from "../../protocol/TaskError";
import { checkDigest } from "../../runs/checkDigest";
import { checkpointFile, checkpointsFolder, isCheckpointFile } from "../../runs/checkpointFile";
import type { RunConfig } from "../../runs/RunConfig";
import type { CheckpointEvent } from "../../runs/RunEvent";
import { openRun, type RunFolder } from "../../runs/runsFolder";
import { wholeNumber } from "../../text/numbers";
import { withoutStop } from "../../text/sentences";
import { type Checkpoint, decodeCheckpoint } from "./Checkpoint";
import { CheckpointReading } from "./CheckpointReading";
import { UnusableError } from "./UnusableError";

/**
 * Names of the temporary files of checkpoints. A process that is killed while it writes a checkpoint leaves such a
 * file. The names in earlier versions had no random part.
 */
const PARTIAL = /^step-\d{6,}\.safetensors\.([0-9a-f]{16}\.)?partial$/;

/** Largest size (bytes) of a checkpoint that is read when no log states its length. */
const LONGEST = 2 ** 32;

/** Writes, reads and deletes the checkpoints in a run's folder. */
export class CheckpointFiles {
  private known: readonly CheckpointEvent[];
  private readonly run: Folder;
  /** Paths of checkpoints that are marked as deleted, in the log or by {@link save}. The files may still exist. */
  private readonly removed: Set<string>;

  /**
   * @param known events of the checkpoints, the newest last; an event whose file does not have the name of a checkpoint
   * is ignored
   * @param removed paths of the checkpoints that the log marks as deleted
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
   * Writes a checkpoint. Marks as deleted all checkpoints except the newest `keep` (the written one included) and the
   * newest whose reason is "best". {@link removeOthers} deletes the marked files.
   * @param beforeWriting as in {@link Folder.replace}
   * @returns the event for the log; `removed` has the paths of the checkpoints that were marked by this call
   * @throws Error of the file system
   */
  save(
    bytes: Uint8Array,
    about: Pick<CheckpointEvent, "epoch" | "step" | "reason" | "seconds">,
    keep: number,
    beforeWriting: () => void,
  ): CheckpointEvent {
    const { run } = this;
    // Makes only the folder of the checkpoints: a run's folder that was deleted must not be made again.
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
   * Deletes the temporary files of checkpoints, and the checkpoints that are marked as deleted. Keeps all other files,
   * since a log with lost lines does not list every checkpoint. Must be called only when the event of the newest
   * checkpoint is in the log on disk: otherwise, if the process is killed, the files of all checkpoints in the log may
   * be gone.
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
      checkDigest(bytes, event.sha256);
      return decodeCheckpoint(bytes, event);
    } catch (error) {
      throw UnusableError.of(join(this.run.path, event.file), error);
    }
  }

  /**
   * Reads the newest checkpoint that can be used. `refused` has each checkpoint that was tried before and cannot be
   * used, the newest first.
   * @param among events of the checkpoints to read, the newest last
   */
  readNewest(among = this.known): { found?: FoundCheckpoint; refused: RefusedCheckpoint[] } {
    const refused: RefusedCheckpoint[] = [];
    const reading = new CheckpointReading();
    for (const event of among.toReversed()) {
      try {
        return { found: { event, checkpoint: this.read(event, reading) }, refused };
      } catch (error) {
        refused.push({ file: event.file, error: error as UnusableError });
      }
    }
    return { refused };
  }

  /**
   * Reads the checkpoint with the given path, relative to the run's folder.
   * @throws TaskError if no known checkpoint has this path; Error with a one-sentence message if the checkpoint cannot
   * be used
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
 * Reads the checkpoints in a run's folder without the run's log. `whole` has an event and the configuration of each
 * checkpoint that can be decoded, whose SHA-256 in the file is correct, and whose file name states its step; the
 * highest step is the last. `refused` has each other checkpoint, in no particular order.
 */
export function readCheckpointFiles(run: RunFolder) {
  const folder = openRun(run);
  const whole: { event: CheckpointEvent; config: RunConfig }[] = [];
  const refused: RefusedCheckpoint[] = [];
  const reading = new CheckpointReading();
  const files = namesIn(folder.folder(checkpointsFolder)).map((name) => `${checkpointsFolder}/${name}`);
  for (const file of files.filter(isCheckpointFile).sort(newestFirst)) {
    try {
      const bytes = reading.read(folder, file, LONGEST);
      const { recorded, config, step, ...about } = decodeCheckpoint(bytes);
      if (file !== checkpointFile(step))
        throw new Error(l10n.t("it is the checkpoint of step {0}", wholeNumber(step)));
      const { reason } = recorded;
      const written = { file, sha256: sha256(bytes), bytes: bytes.length };
      whole.push({ event: checkpointEvent({ ...about, step, reason }, written), config });
    } catch (error) {
      refused.push({ file, error: UnusableError.of(join(folder.path, file), error) });
    }
  }
  return { whole: whole.reverse(), refused };
}

export interface FoundCheckpoint {
  event: CheckpointEvent;
  checkpoint: Checkpoint;
}

/** A checkpoint that cannot be used. */
export interface RefusedCheckpoint {
  /** The path, relative to the run's folder. */
  file: string;
  error: UnusableError;
}

/** The event of a checkpoint, with its fields in the order of the log. */
export function checkpointEvent(
  { epoch, step, reason, seconds }: Pick<CheckpointEvent, "epoch" | "step" | "reason" | "seconds">,
  { file, sha256, bytes }: Pick<CheckpointEvent, "file" | "sha256" | "bytes">,
): CheckpointEvent {
  return { type: "checkpoint", file, epoch, step, reason, sha256, bytes, seconds };
}

/**
 * Compares paths of checkpoints: the one with the higher step comes first. Steps are padded to six digits, so that a
 * longer path has the higher step, and paths of equal length are in the order of their steps.
 */
export function newestFirst(one: string, other: string): number {
  return other.length - one.length || (one < other ? 1 : -1);
}

/** The names of a folder's entries; none where the folder does not exist, cannot be read or has too many entries. */
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
