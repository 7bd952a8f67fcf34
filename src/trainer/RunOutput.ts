import * as l10n from "@vscode/l10n";
import { explainDiskTrouble } from "../files/diskTrouble";
import type { Folder } from "../files/Folder";
import { sha256 } from "../files/sha256";
import * as safetensors from "../formats/safetensors";
import type { RecordedFigures } from "../model/checkpoints/Checkpoint";
import { CheckpointFiles, checkpointEvent } from "../model/checkpoints/CheckpointFiles";
import { decisiveAccuracy } from "../runs/bestEpoch";
import { evaluationFolder } from "../runs/evaluationFile";
import type { LayerRecord } from "../runs/layers/LayerRecord";
import type { CheckpointEvent, EvaluationEvent, RunEvent } from "../runs/RunEvent";
import { LAYERS, WEIGHTS } from "../runs/runFiles";
import { kernels } from "../tensor";
import { type Evaluation, EvaluationFiles } from "./evaluation/EvaluationFiles";
import { LayersFile } from "./layers/LayersFile";
import type { PreparedRun } from "./PreparedRun";
import type { TrainingState } from "./TrainingState";
import type { Trained } from "./train";
import { encodeCheckpoint } from "./trainingCheckpoint";

/** What {@link RunOutput} needs of the run that is performed. */
export interface PerformedRun {
  folder: Folder;
  prepared: PreparedRun;
  emit: (event: RunEvent) => void;
  /** Returns the time (s) on the run's clock. */
  clock: () => number;
  /**
   * Begins to write the files of the run. Does nothing if that has begun already.
   * @throws Error if the run's log cannot be written; the message is one sentence
   */
  begin: () => void;
  /**
   * Must be called before any file is written, renamed or deleted.
   * @throws Error if another process has taken over the run
   */
  checkHeld: () => void;
  /** Warns that a file could not be written. */
  warnOfDisk: (what: string, problem: unknown) => void;
  /**
   * Whether every line of the log is on the disk. A file is deleted only after the log on the disk marks it as deleted.
   */
  isLogWhole: () => boolean;
}

/** Writes the files of a run beside its log: checkpoints, evaluations, records of layers, and the final weights. */
export class RunOutput {
  /** All records of the layers, including those that earlier processes wrote. */
  readonly layerRecords: LayerRecord[];
  private readonly checkpoints: CheckpointFiles;
  private readonly evaluations: EvaluationFiles;
  private readonly layers: LayersFile;
  /**
   * For each file or folder whose newest content could not be written, the reason as a part of a sentence, by the name
   * of the file or folder.
   */
  private readonly unwritten = new Map<string, string>();
  /** `bestAccuracy` and `dataset` are values from the log that a checkpoint contains as well. */
  private bestAccuracy: RecordedFigures["bestAccuracy"];
  private dataset: RecordedFigures["dataset"] = null;

  constructor(private readonly run: PerformedRun) {
    const { folder, prepared } = run;
    this.checkpoints = new CheckpointFiles(folder, prepared.checkpoints, prepared.removed);
    this.evaluations = new EvaluationFiles(folder, prepared.evaluations, prepared.bestEpoch);
    this.layers = new LayersFile(folder, prepared.layers);
    this.layerRecords = [...prepared.layers];
    this.bestAccuracy = prepared.bestAccuracy ?? null;
  }

  get hasCheckpoint(): boolean {
    return this.checkpoints.newest !== undefined;
  }

  /** For each file or folder whose newest content could not be written, a clause with its name and the reason. */
  get missing(): string[] {
    return [...this.unwritten].map(([name, reason]) =>
      l10n.t("{0}: its last version could not be written ({1})", name, reason),
    );
  }

  /** Remembers the values from an event that later checkpoints contain: the best accuracy and the data set. */
  note(event: RunEvent): void {
    if (event.type === "epoch") this.bestAccuracy = Math.max(this.bestAccuracy ?? 0, decisiveAccuracy(event));
    if (event.type === "dataset") {
      const { type: _, ...dataset } = event;
      this.dataset = dataset;
    }
  }

  /**
   * Writes a checkpoint. If the log on the disk is complete, then deletes the checkpoints that the configuration does
   * not keep. Does nothing if the newest checkpoint has the same epoch and step. Also does nothing if a weight is not
   * finite and the run is configured to stop at a divergence.
   */
  readonly saveCheckpoint = (state: TrainingState, reason: RecordedFigures["reason"]) => {
    const { config } = this.run.prepared;
    const { epoch, step } = state;
    const { newest } = this.checkpoints;
    if (newest?.epoch === epoch && newest.step === step) return;
    // A run that stops at a divergence would stop again if it were resumed from weights that are not finite.
    if (config.onDivergence === "stop" && !state.hasFiniteWeights) return;
    const seconds = this.run.clock();
    const { bestAccuracy, dataset } = this;
    const recorded = { reason, bestAccuracy, kernels: kernels().name, dataset };
    const bytes = encodeCheckpoint(state, config, seconds, recorded);
    this.write("checkpoints", l10n.t("A checkpoint"), () =>
      this.checkpoints.save(
        bytes,
        { epoch, step, reason, seconds },
        config.checkpoints.keep,
        this.run.checkHeld,
      ),
    );
    if (!this.run.isLogWhole()) return;
    this.run.checkHeld();
    this.checkpoints.removeOthers();
  };

  /**
   * Writes the evaluation of an epoch. If the log on the disk is complete, then deletes the evaluations that the event
   * of the new evaluation marks as deleted.
   */
  readonly saveEvaluation = (evaluation: Evaluation, epoch: number) => {
    const written = this.write(evaluationFolder, l10n.t("An evaluation"), () =>
      this.evaluations.save(evaluation, epoch, this.run.clock(), this.run.checkHeld),
    );
    if (written?.removed && this.run.isLogWhole()) this.evaluations.remove(written.removed);
  };

  /** Appends a record of the layers to `layers.jsonl`. */
  readonly saveLayers = (record: LayerRecord) => {
    this.layerRecords.push(record);
    this.attempt(LAYERS, l10n.t("The record of the layers"), () =>
      this.layers.add(record, this.run.checkHeld),
    );
  };

  /** If the last evaluation or records of the layers could not be written before, tries once more to write them. */
  complete(): void {
    this.saveEvaluationAgain();
    this.saveLayersAgain();
  }

  /**
   * Copies the evaluations of a fork's parent and emits their events. An evaluation whose file cannot be used is left
   * out (see {@link EvaluationFiles.copy}). If a copy cannot be written, no further evaluations are copied.
   */
  inheritEvaluations(): void {
    const { folder, events = [] } = this.run.prepared.inheritedEvaluations ?? {};
    for (const { removed: _, ...event } of events) {
      try {
        if (!this.evaluations.copy(folder!, event, this.run.checkHeld)) continue;
      } catch (error) {
        this.unwritten.set(evaluationFolder, explainDiskTrouble(error).reason);
        return;
      }
      this.run.emit(event);
    }
  }

  /** Writes the final weights to `model.safetensors`. */
  saveWeights({ model, epoch, step }: Trained): void {
    const bytes = safetensors.write(model.stateDict(), { format: "pt" });
    this.write(WEIGHTS, l10n.t("The model"), () => {
      this.run.folder.replace(WEIGHTS, bytes, { beforeWriting: this.run.checkHeld });
      return checkpointEvent(
        { epoch, step, reason: "end", seconds: this.run.clock() },
        { file: WEIGHTS, sha256: sha256(bytes), bytes: bytes.length },
      );
    });
  }

  private saveEvaluationAgain(): void {
    try {
      const written = this.evaluations.saveAgain(this.run.clock(), this.run.checkHeld);
      if (!written) return;
      this.unwritten.delete(evaluationFolder);
      this.run.emit(written);
    } catch {
      // The `ended` event will list the missing evaluation (`missing`).
    }
  }

  private saveLayersAgain(): void {
    if (!this.unwritten.has(LAYERS)) return;
    try {
      this.layers.complete(this.run.checkHeld);
      this.unwritten.delete(LAYERS);
    } catch {
      // The `ended` event will list the missing records (`missing`).
    }
  }

  /**
   * Writes a file with {@link attempt} and emits the event that `writing` returns.
   * @returns the event; undefined if the file cannot be written
   */
  private write<Event extends CheckpointEvent | EvaluationEvent>(
    name: string,
    what: string,
    writing: () => Event,
  ): Event | undefined {
    const event = this.attempt(name, what, writing);
    if (event) this.run.emit(event);
    return event;
  }

  /**
   * Calls `writing`, which writes a file, and returns its result. If the file cannot be written, warns and returns
   * undefined.
   * @param name the file or folder, for {@link missing}
   * @param what the file in words, for the warning
   * @throws Error if another process has taken over the run, or if the run's log cannot be written; the message is
   * one sentence
   */
  private attempt<Result>(name: string, what: string, writing: () => Result): Result | undefined {
    this.run.checkHeld();
    this.run.begin();
    let result: Result;
    try {
      result = writing();
    } catch (error) {
      this.unwritten.set(name, explainDiskTrouble(error).reason);
      this.run.warnOfDisk(what, error);
      return undefined;
    }
    this.unwritten.delete(name);
    return result;
  }
}
