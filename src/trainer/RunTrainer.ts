import { setTimeout as sleep } from "node:timers/promises";
import * as l10n from "@vscode/l10n";
import { DatasetError, DatasetUnavailableError } from "../data";
import { explainDiskTrouble } from "../files/diskTrouble";
import type { Folder } from "../files/Folder";
import { sha256 } from "../files/sha256";
import { withoutCredentials } from "../files/withoutCredentials";
import * as safetensors from "../formats/safetensors";
import type { RecordedFigures } from "../model/checkpoints/Checkpoint";
import { CheckpointFiles, checkpointEvent } from "../model/checkpoints/CheckpointFiles";
import { selectKernels } from "../model/selectKernels";
import { applyEvent, foldEvents } from "../runs/applyEvent";
import { courseOf } from "../runs/diagnoses/Course";
import { diagnose } from "../runs/diagnoses/diagnose";
import { evaluationFolder } from "../runs/evaluationFile";
import { lastGoodCheckpoint } from "../runs/explosion";
import type { LayerRecord } from "../runs/layers/LayerRecord";
import { type ModelKind, models } from "../runs/models";
import type { CheckpointEvent, EndedEvent, EvaluationEvent, RunEvent } from "../runs/RunEvent";
import type { RunState } from "../runs/RunState";
import { LAYERS, WEIGHTS } from "../runs/runFiles";
import { type KernelOptions, kernels, OutOfMemoryError } from "../tensor";
import { imagesText } from "../text/amounts";
import { plural } from "../text/language";
import { sentences } from "../text/sentences";
import { checkMemory } from "./checkMemory";
import { describeEnvironment } from "./environment";
import { type Evaluation, EvaluationFiles } from "./evaluation/EvaluationFiles";
import { HeldLog } from "./HeldLog";
import { LayersFile } from "./layers/LayersFile";
import { openRunDataset } from "./openRunDataset";
import { configOfData, type PreparedRun } from "./prepareRun";
import { endingOf } from "./RunEnding";
import type { TrainingControl } from "./TrainingControl";
import type { TrainingState } from "./TrainingState";
import { type Datasets, type Divergence, type Trained, train } from "./train";
import { encodeCheckpoint } from "./trainingCheckpoint";

/**
 * Time (ms) left for finding and opening available files before kernels are chosen. Opening takes many short turns of
 * the event loop, each of which would otherwise wait for a long turn of the choice.
 */
const LOOKING_UP_MS = 2;

export interface RunTrainerOptions {
  cacheFolder: string;
  /** The variants among which kernels are chosen, for tests. */
  kernelCandidates?: KernelOptions["candidates"];
  /** Aborting ends the run, with the status in the reason. */
  signal: AbortSignal;
  control: TrainingControl;
  /** Called for each event after it is logged. */
  send: (event: RunEvent) => void;
}

/**
 * Performs one run in this process, from its first event to its `ended` event. Each event is logged, then sent. A
 * resumed run that cannot begin is left unchanged: its events are sent, and logged only once the first step is done.
 */
export class RunTrainer {
  /** The folder of the lock, which stays the same if its path leads elsewhere later. */
  private readonly folder: Folder;
  /** The folder's path at the beginning. */
  private readonly begunIn: string;
  private readonly log: HeldLog;
  private readonly checkpoints: CheckpointFiles;
  private readonly evaluations: EvaluationFiles;
  private readonly layers: LayersFile;
  private readonly began = performance.now();
  private phase: "before its first event" | "under way" | "over" = "before its first event";
  private diskWarned = false;
  /** Files that could not be written, and why. */
  private readonly unwritten = new Map<string, string>();
  /** Figures of the log that each checkpoint holds, too. */
  private bestAccuracy: RecordedFigures["bestAccuracy"];
  private dataset: RecordedFigures["dataset"] = null;
  /** The fold of the run's events, and what is recorded of its layers, which rules read. */
  private readonly state: RunState;
  private readonly layerRecords: LayerRecord[];

  /** @throws Error of the file system, when there can be no log */
  constructor(
    private readonly prepared: PreparedRun,
    private readonly options: RunTrainerOptions,
  ) {
    this.folder = prepared.lock.folder;
    this.begunIn = this.folder.path;
    this.log = new HeldLog(this.folder, prepared.logged, this.checkHeld);
    try {
      // A new run that fails is listed with the reason.
      if (!prepared.endedBefore) this.log.begin();
    } catch (error) {
      prepared.lock.release();
      throw error;
    }
    this.checkpoints = new CheckpointFiles(this.folder, prepared.checkpoints, prepared.removed);
    this.evaluations = new EvaluationFiles(this.folder, prepared.evaluations, prepared.bestEpoch);
    this.layers = new LayersFile(this.folder, prepared.layers);
    this.bestAccuracy = prepared.bestAccuracy ?? null;
    this.state = foldEvents(prepared.logged);
    this.layerRecords = [...prepared.layers];
  }

  /** The bytes of the run's log so far, including those that the disk has refused. */
  get recorded(): readonly Buffer[] {
    return this.log.pieces;
  }

  /** Adds a warning to the run, after its first event and before its last. */
  warn(message: string): void {
    if (this.phase === "under way") this.emit({ type: "warning", message });
    else if (this.phase === "before its first event") this.prepared.warnings.push(message);
  }

  /** Resolves when the run has ended. Never rejects. */
  async perform(): Promise<void> {
    const { prepared, options } = this;
    const { config, from } = prepared;
    const { signal, control } = options;
    /** Aborted when the data is not needed any more. */
    const over = new AbortController();
    // Other threads read and decompress files while this one compiles and times kernels. The events about files wait
    // for the run's first events.
    let early: RunEvent[] | undefined = [];
    const emitData = (event: RunEvent) => (early ? early.push(event) : this.emit(event));
    const data = this.openData(AbortSignal.any([signal, over.signal]), emitData);
    data.catch(() => undefined);
    try {
      await sleep(LOOKING_UP_MS);
      const { threads, warnings } = await selectKernels(
        config.compute,
        prepared.kernels,
        options.kernelCandidates,
      );
      this.emit(prepared.firstEvent(new Date().toISOString(), describeEnvironment(threads)));
      for (const event of prepared.inherited ?? []) this.emit(event);
      this.inheritEvaluations();
      for (const checkpoint of prepared.unlogged) this.emit(checkpoint);
      for (const message of [...warnings, ...prepared.warnings]) this.emit({ type: "warning", message });
      for (const event of early) this.emit(event);
      early = undefined;
      this.phase = "under way";
      const memory = checkMemory(config);
      if (memory !== undefined) this.emit({ type: "warning", message: memory });
      const trained = await train({
        config,
        data,
        signal,
        control,
        from,
        bestAccuracy: prepared.bestAccuracy,
        learningRates: prepared.learningRates,
        emit: this.emit,
        clock: this.clock,
        save: this.saveCheckpoint,
        saveEvaluation: this.saveEvaluation,
        saveLayers: this.saveLayers,
        isFork: prepared.isFork,
      });
      if (this.log.isHeld) signal.throwIfAborted();
      if (trained.divergence !== "weights") this.saveWeights(trained);
      const { divergence } = trained;
      if (divergence) this.diagnose(true);
      if (divergence)
        this.end({
          status: "failed",
          code: "divergence",
          error: this.explainDivergence(trained, divergence),
        });
      else this.end({ status: signal.aborted ? endingOf(signal) : "finished" });
    } catch (error) {
      over.abort();
      // The events about the data come before the end.
      await data.catch(() => undefined);
      const how =
        error === signal.reason
          ? { status: endingOf(signal) }
          : failure(error, this.prepared.config.model.kind);
      if (this.log.isHeld) this.undo(how);
      else this.end(how);
    }
  }

  /** Called before any file of the run is written, renamed or deleted. */
  private readonly checkHeld = () => this.prepared.lock.assertHeld();

  private readonly clock = () => this.prepared.seconds + (performance.now() - this.began) / 1000;

  private readonly emit = (event: RunEvent) => {
    if (isProgress(event)) this.begin();
    this.note(event);
    this.log.append(event);
    this.options.send(event);
    applyEvent(this.state, event);
    if (event.type === "epoch") this.diagnose(false);
    if (this.log.problem) this.warnOfDisk(l10n.t("The run's log"), this.log.problem);
  };

  /** Emits what the rules find at an epoch's end, before its checkpoint is saved, or at the end of the training. */
  private diagnose(hasDiverged: boolean): void {
    const { state } = this;
    const course = courseOf(state, this.layerRecords, hasDiverged);
    if (!course) return;
    const place = { epoch: state.completeEpochs, step: state.losses.length, seconds: this.clock() };
    for (const finding of diagnose(course)) this.emit({ type: "diagnosis", ...finding, ...place });
  }

  /** Begins to write the run. Until then the run is unchanged. @throws Error, one sentence */
  private begin(): void {
    try {
      this.log.begin();
    } catch (error) {
      const { reason } = explainDiskTrouble(error);
      throw new Error(l10n.t("The run's log in {0} cannot be written ({1}).", this.folder.path, reason));
    }
  }

  private note(event: RunEvent): void {
    if (event.type === "epoch") this.bestAccuracy = Math.max(this.bestAccuracy ?? 0, event.testAccuracy);
    if (event.type === "dataset") {
      const { type: _, ...dataset } = event;
      this.dataset = dataset;
    }
  }

  /** Warns once, since one fault of the disk usually affects several files. */
  private warnOfDisk(what: string, problem: unknown): void {
    if (this.diskWarned) return;
    this.diskWarned = true;
    const { reason, remedy } = explainDiskTrouble(problem);
    const { path } = this.folder;
    const trouble = remedy
      ? l10n.t("{0} in {1} could not be written ({2}); {3}.", what, path, reason, remedy)
      : l10n.t("{0} in {1} could not be written ({2}).", what, path, reason);
    this.emit({
      type: "warning",
      code: "disk",
      message: sentences(trouble, l10n.t("Training completes the log.")),
    });
  }

  /** Opens the data. A position within an epoch is valid only for the same data. */
  private async openData(signal: AbortSignal, emitData: (event: RunEvent) => void): Promise<Datasets> {
    const sets = await openRunDataset(
      configOfData(this.prepared),
      this.options.cacheFolder,
      signal,
      emitData,
    );
    this.checkDataset(sets.trainSet.length);
    return sets;
  }

  private checkDataset(trainSamples: number): void {
    const { dataset } = this.prepared;
    if (this.prepared.from && dataset && dataset.trainSamples !== trainSamples) {
      throw new Error(
        l10n.t(
          "The run was trained on {0} and cannot go on with {1}; make the data set of {2} available again.",
          imagesText(dataset.trainSamples),
          trainSamples,
          dataset.source,
        ),
      );
    }
  }

  private readonly saveCheckpoint = (state: TrainingState, reason: RecordedFigures["reason"]) => {
    const { config } = this.prepared;
    const { epoch, step } = state;
    const { newest } = this.checkpoints;
    if (newest?.epoch === epoch && newest.step === step) return;
    // Weights that are not finite are useless for a resume.
    if (config.onDivergence === "stop" && !state.hasFiniteWeights) return;
    const seconds = this.clock();
    const { bestAccuracy, dataset } = this;
    const recorded = { reason, bestAccuracy, kernels: kernels().name, dataset };
    const bytes = encodeCheckpoint(state, config, seconds, recorded);
    this.write("checkpoints", l10n.t("A checkpoint"), () =>
      this.checkpoints.save(bytes, { epoch, step, reason, seconds }, config.checkpoints.keep, this.checkHeld),
    );
    if (this.log.problem) return;
    this.checkHeld();
    this.checkpoints.removeOthers();
  };

  /** Writes the last epoch's evaluation if the disk has refused it and has space again. */
  private saveEvaluationAgain(): void {
    try {
      const written = this.evaluations.saveAgain(this.clock(), this.checkHeld);
      if (!written) return;
      this.unwritten.delete(evaluationFolder);
      this.emit(written);
    } catch {
      // The end of the run tells that it is missing.
    }
  }

  private readonly saveEvaluation = (evaluation: Evaluation, epoch: number) => {
    const written = this.write(evaluationFolder, l10n.t("An evaluation"), () =>
      this.evaluations.save(evaluation, epoch, this.clock(), this.checkHeld),
    );
    if (written?.removed && !this.log.problem) this.evaluations.remove(written.removed);
  };

  private readonly saveLayers = (record: LayerRecord) => {
    this.layerRecords.push(record);
    this.attempt(LAYERS, l10n.t("The record of the layers"), () => this.layers.add(record, this.checkHeld));
  };

  /** Writes the records of the layers that the disk has refused if it has space again. */
  private saveLayersAgain(): void {
    if (!this.unwritten.has(LAYERS)) return;
    try {
      this.layers.complete(this.checkHeld);
      this.unwritten.delete(LAYERS);
    } catch {
      // The end of the run tells that some are missing.
    }
  }

  /** Copies the evaluations of a fork's parent. A fork is whole without those that the parent has lost. */
  private inheritEvaluations(): void {
    const { folder, events = [] } = this.prepared.inheritedEvaluations ?? {};
    for (const { removed: _, ...event } of events) {
      try {
        if (!this.evaluations.copy(folder!, event, this.checkHeld)) continue;
      } catch (error) {
        this.unwritten.set(evaluationFolder, explainDiskTrouble(error).reason);
        return;
      }
      this.emit(event);
    }
  }

  private saveWeights({ model, epoch, step }: Trained): void {
    const bytes = safetensors.write(model.stateDict(), { format: "pt" });
    this.write(WEIGHTS, l10n.t("The model"), () => {
      this.folder.replace(WEIGHTS, bytes, { beforeWriting: this.checkHeld });
      return checkpointEvent(
        { epoch, step, reason: "end", seconds: this.clock() },
        { file: WEIGHTS, sha256: sha256(bytes), bytes: bytes.length },
      );
    });
  }

  /** Writes a file and emits its event. If the disk refuses it, the run continues. @returns the event */
  private write<Event extends CheckpointEvent | EvaluationEvent>(
    name: string,
    what: string,
    writing: () => Event,
  ): Event | undefined {
    const event = this.attempt(name, what, writing);
    if (event) this.emit(event);
    return event;
  }

  /** Writes a file. If the disk refuses it, the run continues. @returns undefined then */
  private attempt<Result>(name: string, what: string, writing: () => Result): Result | undefined {
    this.checkHeld();
    this.begin();
    let result: Result;
    try {
      result = writing();
    } catch (error) {
      this.unwritten.set(name, explainDiskTrouble(error).reason);
      this.warnOfDisk(what, error);
      return undefined;
    }
    this.unwritten.delete(name);
    return result;
  }

  private explainDivergence({ epoch, step }: Trained, divergence: Divergence): string {
    const good = lastGoodCheckpoint(this.state);
    return sentences(
      whatDiverged[divergence](step, epoch),
      good
        ? l10n.t("The last good checkpoint is {0}; a smaller learning rate usually helps.", good.file)
        : this.checkpoints.newest
          ? l10n.t(
              "No checkpoint is from before the loss exploded; train again from the beginning with a smaller learning rate.",
            )
          : l10n.t("There is no checkpoint yet; a smaller learning rate usually helps."),
    );
  }

  /** Ends a resume before its first step. Clients drop the events since the run's former end. */
  private undo({ status: undone, ...how }: How & { status: EndedEvent["undone"] }): void {
    this.phase = "over";
    this.emit({
      type: "ended",
      ...this.prepared.endedBefore!,
      ...how,
      time: new Date().toISOString(),
      undone,
    });
    this.prepared.lock.release();
  }

  private end(how: How): void {
    this.phase = "over";
    this.begin();
    const { path } = this.folder;
    if (path !== this.begunIn)
      this.emit({
        type: "warning",
        message: l10n.t("The run's folder was moved during the training; it is {0}.", path),
      });
    this.saveEvaluationAgain();
    this.saveLayersAgain();
    this.log.flush();
    const missing = [...this.unwritten].map(([name, reason]) =>
      l10n.t("{0}: the newest could not be written ({1})", name, reason),
    );
    if (this.log.problem) {
      const { reason } = explainDiskTrouble(this.log.problem);
      const { missingLines } = this.log;
      missing.push(
        plural(
          missingLines,
          l10n.t("events.jsonl: the last line could not be written ({0})", reason),
          l10n.t("events.jsonl: the last {0} lines could not be written ({1})", missingLines, reason),
        ),
      );
    }
    this.emit({
      type: "ended",
      ...how,
      time: new Date().toISOString(),
      seconds: this.clock(),
      peakMemoryBytes: process.resourceUsage().maxRSS * 1024,
      ...(missing.length > 0 && { missing }),
    });
    this.log.close();
    this.prepared.lock.release();
  }
}

type How = Pick<EndedEvent, "status" | "error" | "code">;

/** @param step number of whole steps done; likewise `epoch` */
const whatDiverged: Readonly<Record<Divergence, (step: number, epoch: number) => string>> = {
  loss: (step) =>
    l10n.t(
      "The loss was no longer a finite number at step {0}, so training stopped before that update.",
      step + 1,
    ),
  gradients: (step) =>
    l10n.t(
      "The gradients were no longer finite numbers at step {0}, so training stopped before that update.",
      step + 1,
    ),
  "test loss": (_, epoch) =>
    l10n.t("The test loss was no longer a finite number after epoch {0}, so training stopped.", epoch),
  weights: (step) =>
    l10n.t(
      "The weights were no longer finite numbers after step {0}, so training stopped without keeping them.",
      step,
    ),
};

/**
 * Whether an event shows that training has begun. Setting a learning rate again comes before the first step, which
 * may still fail.
 */
function isProgress({ type, ...event }: RunEvent): boolean {
  if (type === "control") return "action" in event && event.action !== "learningRate";
  return type === "steps" || type === "epoch";
}

/** The text of a failure for users; errors of the data set are shown unchanged. */
function failure(error: unknown, model: ModelKind): How & { status: "failed" } {
  const message = withoutCredentials(error instanceof Error ? error.message : String(error));
  const isAboutData = error instanceof DatasetUnavailableError || error instanceof DatasetError;
  if (isAboutData) return { status: "failed", error: message, code: "dataset" };
  return {
    status: "failed",
    error: error instanceof OutOfMemoryError ? whatIsTooLarge(error, model) : message,
  };
}

function whatIsTooLarge({ used, needed, most }: OutOfMemoryError, model: ModelKind): string {
  const mebibytes = (bytes: number) => Math.ceil(bytes / 2 ** 20);
  return sentences(
    l10n.t(
      "The tensors do not fit in memory: {0} MiB in use, {1} MiB more needed, at most {2} MiB available.",
      mebibytes(used),
      mebibytes(needed),
      mebibytes(most),
    ),
    models[model].whenTooLarge,
  );
}
