import { setTimeout as sleep } from "node:timers/promises";
import * as l10n from "@vscode/l10n";
import { explainDiskTrouble } from "../files/diskTrouble";
import type { Folder } from "../files/Folder";
import { selectKernels } from "../model/selectKernels";
import { applyEvent, foldEvents } from "../runs/applyEvent";
import { courseOf } from "../runs/diagnoses/Course";
import { diagnose } from "../runs/diagnoses/diagnose";
import type { EndedEvent, RunEvent } from "../runs/RunEvent";
import type { RunState } from "../runs/RunState";
import type { KernelOptions } from "../tensor";
import { imagesText } from "../text/amounts";
import { plural } from "../text/language";
import { wholeNumber } from "../text/numbers";
import { advised, sentences } from "../text/sentences";
import { checkMemory } from "./checkMemory";
import { configOfData } from "./dataOfRun";
import { describeEnvironment } from "./environment";
import { divergenceText, failure, type How } from "./failureText";
import { HeldLog } from "./HeldLog";
import { openRunDataset } from "./openRunDataset";
import type { PreparedRun } from "./PreparedRun";
import { endingOf } from "./RunEnding";
import { RunOutput } from "./RunOutput";
import type { TrainingControl } from "./TrainingControl";
import { type Datasets, train } from "./train";

/**
 * Time (ms) to wait before the choice of kernels begins, so that existing data files can be found and opened first.
 * Opening files takes many short turns of the event loop. Each of them would otherwise wait for a long turn in which
 * kernels are compiled and timed.
 */
const LOOKING_UP_MS = 2;

export interface RunTrainerOptions {
  cacheFolder: string;
  /** The variants among which the kernels are chosen. Only tests set this. */
  kernelCandidates?: KernelOptions["candidates"];
  /** Ends the run when aborted. The reason of the abort is a {@link RunEnding} with the status that the run gets. */
  signal: AbortSignal;
  control: TrainingControl;
  /** Receives each event after it is added to the log, which may still hold it in memory (see {@link HeldLog}). */
  send: (event: RunEvent) => void;
}

/**
 * Performs one run in this process, from its first event in this process to its `ended` event. An event is logged, then
 * sent. Exception: the first events of a resumed run are sent at once but logged only when training has made progress,
 * so that the files of a run that cannot be resumed stay unchanged.
 */
export class RunTrainer {
  /** The run's folder. The lock keeps it open, so that on Linux the folder is still found after it was renamed. */
  private readonly folder: Folder;
  /** The path of the run's folder when this process began. */
  private readonly begunIn: string;
  private readonly log: HeldLog;
  private readonly output: RunOutput;
  private readonly began = performance.now();
  private phase: "before its first event" | "under way" | "over" = "before its first event";
  private diskWarned = false;
  private logWarned = false;
  /** The state of the run, folded from its events. */
  private readonly state: RunState;

  /**
   * @throws an error of the file system if the log of a new run or a fork cannot be written. The run's lock is then
   * released.
   */
  constructor(
    private readonly prepared: PreparedRun,
    private readonly options: RunTrainerOptions,
  ) {
    this.folder = prepared.lock.folder;
    this.begunIn = this.folder.path;
    this.log = new HeldLog(this.folder, prepared.logged, this.checkHeld);
    try {
      // The log of a new run or a fork is written from the start, so that a run that fails is listed with the reason.
      if (!prepared.endedBefore) this.log.begin();
    } catch (error) {
      prepared.lock.release();
      throw error;
    }
    this.output = new RunOutput({
      folder: this.folder,
      prepared,
      emit: this.emit,
      clock: this.clock,
      begin: () => this.begin(),
      checkHeld: this.checkHeld,
      warnOfDisk: (what, problem) => this.warnOfDisk(what, problem),
      isLogWhole: () => !this.log.problem,
    });
    this.state = foldEvents(prepared.logged);
  }

  /** The bytes of the run's log so far, including events that are not yet on the disk. */
  get recorded(): readonly Buffer[] {
    return this.log.pieces;
  }

  /**
   * Emits a warning. A warning from before the run's first events is emitted after them. A warning from after the end
   * of the run is dropped.
   */
  warn(message: string): void {
    if (this.phase === "under way") this.emit({ type: "warning", message });
    else if (this.phase === "before its first event") this.prepared.warnings.push(message);
  }

  /** Resolves when the run has ended. Never rejects. */
  async perform(): Promise<void> {
    const { prepared, options } = this;
    const { config, from } = prepared;
    const { signal, control } = options;
    /** Aborted when an error or a stop has ended the training, so that the data need not be opened. */
    const over = new AbortController();
    // Other threads read and decompress the data files while this thread compiles and times kernels. The events about
    // the files are collected and emitted after the run's first events.
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
      this.output.inheritEvaluations();
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
        save: this.output.saveCheckpoint,
        saveEvaluation: this.output.saveEvaluation,
        saveLayers: this.output.saveLayers,
        isFork: prepared.isFork,
      });
      if (this.log.isHeld) signal.throwIfAborted();
      if (trained.divergence !== "weights") this.output.saveWeights(trained);
      const { divergence } = trained;
      if (divergence) this.diagnose(true);
      if (divergence)
        this.end({
          status: "failed",
          code: "divergence",
          error: divergenceText(trained, divergence, this.state, this.output.hasCheckpoint),
        });
      else this.end({ status: signal.aborted ? endingOf(signal) : "finished" });
    } catch (error) {
      over.abort();
      // This wait ensures that the events about the data come before the `ended` event.
      await data.catch(() => undefined);
      const how =
        error === signal.reason
          ? { status: endingOf(signal) }
          : failure(error, this.prepared.config.model.kind);
      if (this.log.isHeld) this.undo(how);
      else this.end(how);
    }
  }

  /**
   * Must be called before any file of the run is written, renamed or deleted.
   * @throws Error if another process has taken over the run
   */
  private readonly checkHeld = () => this.prepared.lock.assertHeld();

  private readonly clock = () => this.prepared.seconds + (performance.now() - this.began) / 1000;

  private readonly emit = (event: RunEvent) => {
    if (isProgress(event)) this.begin();
    this.output.note(event);
    this.log.append(event);
    this.options.send(event);
    applyEvent(this.state, event);
    if (event.type === "epoch") this.diagnose(false);
    this.warnOfLog();
  };

  /**
   * Looks for problems in the course of the training and emits a `diagnosis` event for each one found. Called at the
   * end of each epoch, before the epoch's checkpoint is saved, and after a divergence.
   */
  private diagnose(hasDiverged: boolean): void {
    const { state } = this;
    const course = courseOf(state, this.output.layerRecords, hasDiverged);
    if (!course) return;
    const place = { epoch: state.completeEpochs, step: state.losses.length, seconds: this.clock() };
    for (const finding of diagnose(course)) this.emit({ type: "diagnosis", ...finding, ...place });
  }

  /**
   * Begins to write the log, if that has not begun. Before this, the files of a resumed run are unchanged.
   * @throws Error if the log cannot be written; the message is one sentence
   */
  private begin(): void {
    try {
      this.log.begin();
    } catch (error) {
      const { reason } = explainDiskTrouble(error);
      throw new Error(l10n.t("The run's log in {0} cannot be written ({1}).", this.folder.path, reason));
    }
  }

  /** If the log cannot be written, emits a warning, once. Warnings about other files do not follow it. */
  private warnOfLog(): void {
    if (!this.log.problem || this.logWarned) return;
    this.logWarned = true;
    this.diskWarned = true;
    this.emitDiskWarning(l10n.t("The run's log"), this.log.problem);
  }

  /** Emits a warning about the first write error only, since the cause of one error usually affects several files. */
  private warnOfDisk(what: string, problem: unknown): void {
    if (this.diskWarned) return;
    this.diskWarned = true;
    this.emitDiskWarning(what, problem);
  }

  private emitDiskWarning(what: string, problem: unknown): void {
    const { reason, remedy } = explainDiskTrouble(problem);
    const { path } = this.folder;
    const trouble = advised(l10n.t("{0} in {1} could not be written ({2}).", what, path, reason), remedy);
    // The log tries again to write its missing lines. Any other missing file is listed in the `ended` event.
    const later = this.log.problem
      ? l10n.t("While the run trains, missing lines are written as soon as the disk accepts them.")
      : undefined;
    this.emit({ type: "warning", code: "disk", message: sentences(trouble, later) });
  }

  /**
   * Opens the data. The name of a data set determines its content: files whose SHA-256 differs from the published one
   * are refused, and the built-in set, which this program draws, is the same on every machine.
   * @throws Error if the data cannot be used; the message is one sentence. A run that continues from a checkpoint also
   * refuses data whose number of training images has changed, for example with another version of this program, since
   * the recorded position within an epoch would then be wrong.
   */
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
          wholeNumber(trainSamples),
          dataset.source,
        ),
      );
    }
  }

  /**
   * Ends a resumed run that failed or was stopped before its first step in this process. Sends the run's former end
   * again, and writes nothing to the run's files. Clients then drop the events that they received since the former end.
   */
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
    this.output.complete();
    this.log.flush();
    const missing = this.missing();
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

  /** For each thing that is missing from the run's folder at the end of the run, a clause that describes it. */
  private missing(): string[] {
    if (!this.folder.exists)
      return [
        l10n.t(
          "the run's folder {0} is gone, and with it its log, checkpoints and weights",
          this.folder.path,
        ),
      ];
    const { missing } = this.output;
    if (!this.log.problem) return missing;
    const { reason } = explainDiskTrouble(this.log.problem);
    const { missingLines } = this.log;
    return [
      ...missing,
      plural(
        missingLines,
        l10n.t("events.jsonl: the last line could not be written ({0})", reason),
        l10n.t("events.jsonl: the last {0} lines could not be written ({1})", missingLines, reason),
      ),
    ];
  }
}

/**
 * Whether an event shows that training has begun. A new learning rate does not show this: when a run is resumed, a rate
 * that a user had set is set again before the first step, and the first step may still fail.
 */
function isProgress({ type, ...event }: RunEvent): boolean {
  if (type === "control") return "action" in event && event.action !== "learningRate";
  return type === "steps" || type === "epoch";
}
