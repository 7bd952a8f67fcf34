import * as l10n from "@vscode/l10n";
import type { RunConfig } from "../../runs/RunConfig";
import type { CheckpointEvent } from "../../runs/RunEvent";
import type { RunFolder } from "../../runs/runsFolder";
import { sentences } from "../../text/sentences";
import type { ReadRun } from "../readRun";
import { CheckpointFiles, type FoundCheckpoint, readCheckpointFiles } from "./CheckpointFiles";
import { UnusableError } from "./UnusableError";

/**
 * The checkpoints of a run that is resumed or forked. Only this class compares the run's log with its folder. The
 * folder decides which checkpoints exist and are whole, by the checksum in each file. A log with lost lines therefore
 * costs no checkpoint. The log decides which checkpoints are void: those after the step from which the run was resumed.
 */
export class RunCheckpoints {
  /** Candidates in order of their steps. Those from the log may be damaged or missing. */
  private readonly candidates: readonly CheckpointEvent[];
  /** Whole checkpoints that the log does not list. */
  private readonly unlogged: readonly CheckpointEvent[];
  /** An error for each unlogged file that cannot be used. */
  private readonly refused: readonly UnusableError[];
  private readonly files: CheckpointFiles;

  constructor(
    folder: RunFolder,
    private readonly run: ReadRun,
  ) {
    const logged = run.events.filter((event) => event.type === "checkpoint");
    const inFolder = readCheckpointFiles(folder);
    const unlogged: CheckpointEvent[] = [];
    const refused: UnusableError[] = [];
    for (const { event, config } of inFolder.whole) {
      // A logged checkpoint is in the folded state, or is void.
      if (logged.some(({ file, sha256 }) => file === event.file && sha256 === event.sha256)) continue;
      if (isSameTraining(config, run.begun)) unlogged.push(event);
      else
        refused.push(
          new UnusableError(
            l10n.t("The checkpoint {0} is of a training with another configuration.", event.file),
          ),
        );
    }
    for (const { file, error } of inFolder.refused)
      if (!logged.some((event) => event.file === file)) refused.push(error);
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
   * The newest whole checkpoint, with an error for each file that cannot be used, the newest first.
   * @param fits whether a checkpoint may be chosen; default: every one
   */
  readNewest(fits = (_: CheckpointEvent) => true): { found?: FoundCheckpoint; refused: UnusableError[] } {
    const { found, refused } = this.files.readNewest(this.candidates.filter(fits));
    return { found, refused: [...refused, ...this.refused] };
  }

  /** @throws as {@link CheckpointFiles.readNamed} does */
  readNamed(file: string): FoundCheckpoint {
    return this.files.readNamed(file);
  }

  isUnlogged(event: CheckpointEvent): boolean {
    return this.unlogged.includes(event);
  }

  /** The checkpoints that may be usable, up to a step; the newest is the last. */
  upTo(step: number): CheckpointEvent[] {
    return this.candidates.filter((one) => one.step <= step);
  }

  /**
   * The candidates up to a step that a resumed run has to log again: the first unlogged one and all after it. In the
   * fold, a checkpoint makes later ones void.
   */
  toLogAgain(step: number): CheckpointEvent[] {
    return this.upTo(step).filter((one) => this.unlogged.some((unlogged) => unlogged.step <= one.step));
  }

  /** Files that the log marks as deleted. They may still exist. */
  get deleted(): string[] {
    return this.run.events.flatMap((event) => (event.type === "checkpoint" ? (event.removed ?? []) : []));
  }

  /**
   * Warnings about refused files and about unlogged checkpoints. There is no warning about one unlogged checkpoint at
   * the last step of an undamaged log: its trainer was killed before logging it.
   * @param refused from {@link readNewest}
   * @param instead a sentence about the checkpoint that is used
   */
  warnings(refused: readonly UnusableError[], instead: string): string[] {
    const warnings = refused.map(({ message }) => sentences(message, instead));
    const { problems, state } = this.run;
    const isAtEnd = this.unlogged.length === 1 && this.unlogged[0]?.step === state.losses.length;
    if (this.unlogged.length === 0 || (isAtEnd && problems.length === 0)) return warnings;
    const names = this.unlogged.map(({ file }) => file).join(", ");
    const unlogged = l10n.t("The run's log does not list {0}, whole by its own checksum.", names);
    return [...warnings, sentences(unlogged, instead)];
  }
}

/** Whether two configurations differ only in what a resumed run may change. */
function isSameTraining(one: RunConfig, other: RunConfig): boolean {
  const fixed = ({ epochs: _, compute: __, dataset, ...rest }: RunConfig) =>
    JSON.stringify({ ...rest, dataset: { ...dataset, location: "" } });
  return fixed(one) === fixed(other);
}
