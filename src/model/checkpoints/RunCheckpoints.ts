import * as l10n from "@vscode/l10n";
import type { RunConfig } from "../../runs/RunConfig";
import type { CheckpointEvent } from "../../runs/RunEvent";
import type { RunFolder } from "../../runs/runsFolder";
import { sentences } from "../../text/sentences";
import type { ReadRun } from "../readRun";
import {
  CheckpointFiles,
  type FoundCheckpoint,
  newestFirst,
  type RefusedCheckpoint,
  readCheckpointFiles,
} from "./CheckpointFiles";
import { UnusableError } from "./UnusableError";

/**
 * The checkpoints of a run that is resumed, forked or inspected, by the run's log and the run's folder. The folder
 * decides which checkpoints exist and are whole, by the checksum in each file. A checkpoint can therefore be used even
 * if the log has lost the line of that checkpoint. The log decides which logged checkpoints are void: those after the
 * step from which the run was resumed.
 */
export class RunCheckpoints {
  /** The checkpoints that may be used, in the order of their steps. Those from the log may be damaged or missing. */
  private readonly candidates: readonly CheckpointEvent[];
  /** Whole checkpoints of this training that the log does not list, or lists with another checksum. */
  private readonly unlogged: readonly CheckpointEvent[];
  /**
   * Checkpoint files that must not be used. The first kind is of a training with another configuration, and the log
   * does not list the file with its checksum. The second kind is not usable, and the log does not list it at all.
   */
  private readonly refused: readonly RefusedCheckpoint[];
  private readonly files: CheckpointFiles;

  constructor(
    folder: RunFolder,
    private readonly run: ReadRun,
  ) {
    const logged = run.events.filter((event) => event.type === "checkpoint");
    const inFolder = readCheckpointFiles(folder);
    const unlogged: CheckpointEvent[] = [];
    const refused: RefusedCheckpoint[] = [];
    for (const { event, config } of inFolder.whole) {
      // A logged checkpoint needs no entry in `unlogged`. Unless it is void, it is in `run.state.checkpoints`.
      if (logged.some(({ file, sha256 }) => file === event.file && sha256 === event.sha256)) continue;
      if (isSameTraining(config, run.begun)) unlogged.push(event);
      else
        refused.push({
          file: event.file,
          error: new UnusableError(
            l10n.t("The checkpoint {0} is of a training with another configuration.", event.file),
          ),
        });
    }
    for (const one of inFolder.refused) if (!logged.some(({ file }) => file === one.file)) refused.push(one);
    const found = new Set(unlogged.map(({ file }) => file));
    const known = run.state.checkpoints.filter(({ file }) => !found.has(file));
    this.candidates = [...known, ...unlogged].sort((a, b) => a.step - b.step);
    this.unlogged = unlogged;
    this.refused = refused;
    this.files = new CheckpointFiles(folder, this.candidates);
  }

  get isEmpty(): boolean {
    return this.candidates.length === 0;
  }

  /**
   * Reads the newest whole checkpoint. `refused` has an error for each newer candidate and for each unlogged file that
   * cannot be used, the newest first.
   * @param fits whether a candidate may be chosen; default: every one
   */
  readNewest(fits = (_: CheckpointEvent) => true): { found?: FoundCheckpoint; refused: UnusableError[] } {
    const { found, refused } = this.files.readNewest(this.candidates.filter(fits));
    const all = [...refused, ...this.refused].sort((one, other) => newestFirst(one.file, other.file));
    return { found, refused: all.map(({ error }) => error) };
  }

  /** @throws as {@link CheckpointFiles.readNamed} does */
  readNamed(file: string): FoundCheckpoint {
    return this.files.readNamed(file);
  }

  isUnlogged(event: CheckpointEvent): boolean {
    return this.unlogged.includes(event);
  }

  /** The candidates up to and including `step`, the newest last. */
  upTo(step: number): CheckpointEvent[] {
    return this.candidates.filter((one) => one.step <= step);
  }

  /**
   * The candidates that a run resumed at `step` has to log: the first unlogged one and all after it, up to and
   * including `step`. Those of them that the log lists already are logged once more, since the event of the unlogged
   * checkpoint makes all checkpoints of later steps void.
   */
  toLogAgain(step: number): CheckpointEvent[] {
    return this.upTo(step).filter((one) => this.unlogged.some((unlogged) => unlogged.step <= one.step));
  }

  /** Paths of the checkpoints that the log marks as deleted. The files may still exist. */
  get deleted(): string[] {
    return this.run.events.flatMap((event) => (event.type === "checkpoint" ? (event.removed ?? []) : []));
  }

  /**
   * One warning for each refused file, and one warning for all unlogged checkpoints together. If the only unlogged
   * checkpoint is at the last step and the log is not damaged, there is no warning about it: the trainer was killed
   * before it logged this checkpoint.
   * @param refused from {@link readNewest}
   * @param used path of the checkpoint that is used
   * @param instead a sentence about the checkpoint that is used; part of each warning
   */
  warnings(refused: readonly UnusableError[], used: string, instead: string): string[] {
    const warnings = refused.map(({ message }) => sentences(message, instead));
    const { problems, state } = this.run;
    const isAtEnd = this.unlogged.length === 1 && this.unlogged[0]?.step === state.losses.length;
    if (this.unlogged.length === 0 || (isAtEnd && problems.length === 0)) return warnings;
    const names = this.unlogged.map(({ file }) => file).join(", ");
    if (names === used)
      return [
        ...warnings,
        sentences(
          instead,
          l10n.t("The run's log does not list that checkpoint, which is whole by its own checksum."),
        ),
      ];
    const unlogged = l10n.t("The run's log does not list {0}, whole by its own checksum.", names);
    return [...warnings, sentences(unlogged, instead)];
  }
}

/**
 * Whether two configurations differ only in what a resumed run may change: epochs, `compute` and the folder of the
 * data.
 */
function isSameTraining(one: RunConfig, other: RunConfig): boolean {
  const fixed = ({ epochs: _, compute: __, dataset, ...rest }: RunConfig) =>
    JSON.stringify({ ...rest, dataset: { ...dataset, location: "" } });
  return fixed(one) === fixed(other);
}
