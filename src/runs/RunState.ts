import * as l10n from "@vscode/l10n";
import { dropLastWhile, FoldIndex } from "./FoldIndex";
import { mostCheckpoints, mostEpochs } from "./hyperparameters";
import { Losses } from "./Losses";
import type { RunConfig } from "./RunConfig";
import type {
  CheckpointEvent,
  ControlEvent,
  EndedEvent,
  Environment,
  EpochEvent,
  FoldEvent,
  FoldedSteps,
  InheritedEvent,
  Origin,
  ResumedEvent,
  StartedEvent,
} from "./RunEvent";
import { canChange, isOver, type RunStatus } from "./transitions";

export type { RunStatus } from "./transitions";

/** The state of a run: the fold of its events by {@link applyEvent}. */
export interface RunState {
  status: RunStatus;
  /** The run's configuration, with the latest epochs, computing and data folder. */
  config?: RunConfig;
  /** The present learning rate. */
  learningRate?: number;
  /** Number of epochs of the whole run. */
  totalEpochs?: number;
  /** The parent of a fork. The curve of a fork begins with its parent's up to the fork. */
  parent?: Origin;
  environment?: Environment;
  startedAt?: string;
  /** The download under way. */
  download?: { file: string; receivedBytes: number; totalBytes: number | null };
  dataset?: {
    name: RunConfig["dataset"]["name"];
    source: string;
    trainSamples: number;
    testSamples: number;
    stepsPerEpoch: number;
  };
  /** One loss for each step, with those of the parent. A summary holds only their number. */
  losses: Losses;
  /** Number of steps whose losses the log lacks, including steps that are void by now. */
  missingSteps: number;
  /**
   * Epochs in order, with those of the parent. A damaged log may lack some. A summary holds only the last one, without
   * its confusion matrix.
   */
  epochs: EpochEvent[];
  /** Number of complete epochs, including those that the log lacks. */
  completeEpochs: number;
  /**
   * The epoch of the run itself with the highest test accuracy, the earliest of equals. The epochs of a fork begin at
   * the fork.
   */
  best?: EpochEvent;
  /** The epoch of the run itself with the lowest test loss, the earliest of equals. */
  leastLoss?: EpochEvent;
  /** The epoch with the highest test accuracy among the parent's epochs up to the fork. */
  parentBest?: EpochEvent;
  /** The epoch of the last step, from 1. Before the first step of a process: the number of complete epochs. */
  epoch: number;
  /**
   * Time (s) for which the run's processes had run at the latest `steps`, `epoch`, `control`, `resumed` or `ended`
   * event.
   */
  seconds: number;
  /** Time (s) of training and testing in the complete epochs of the run itself. */
  completeSeconds: number;
  /** The same of the epoch under way, as far as the log shows it. */
  underWaySeconds: number;
  /** Recent speed of training, in samples per second. */
  samplesPerSecond?: number;
  /** Actions of users, and resumes, for the marks on the chart. */
  controls: (ControlEvent | ResumedEvent)[];
  /**
   * Checkpoints from which the run can be resumed or forked, the newest last. Checkpoints whose files were removed
   * are left out.
   */
  checkpoints: CheckpointEvent[];
  /** The file with weights only, relative to the run's folder. */
  weights?: string;
  warnings: string[];
  error?: string;
  /** The last lines of the stderr of a trainer process that ended unexpectedly. */
  stderr: string[];
  errorCode?: EndedEvent["code"];
  /** One sentence for each file that could not be saved; set when the run has ended. */
  missing: string[];
  /** Lookups that only the fold uses. */
  index: FoldIndex;
}

/** Limits that no real run reaches. They bound memory and time for a log of unknown origin. */
const most = {
  /** The most that a configuration allows: epochs of 60,000 batches of one image. */
  steps: mostEpochs * 60_000,
  missingSteps: 5_000_000,
  controls: 10_000,
  warnings: 100,
  /** Twice those of ten classes in the maximal number of epochs. They take 16 MB. */
  confusionCounts: 2_000_000,
};

/** @param held `"summary"` for a state that {@link summarise} will reduce */
export function emptyRunState(held: "all" | "summary" = "all"): RunState {
  return {
    status: "preparing",
    losses: held === "all" ? new Losses() : new Losses(0),
    missingSteps: 0,
    epochs: [],
    completeEpochs: 0,
    epoch: 0,
    seconds: 0,
    completeSeconds: 0,
    underWaySeconds: 0,
    controls: [],
    checkpoints: [],
    warnings: [],
    stderr: [],
    missing: [],
    index: new FoldIndex(),
  };
}

/**
 * The fold: changes `state` by one event. The events of a run must come in their order. Some may be missing, as in a
 * damaged log; their effect is then unknown unless later events imply it. An event that cannot have happened in the
 * state leaves a warning instead.
 */
export function applyEvent(state: RunState, event: FoldEvent): void {
  const status = statusAfter(state, event);
  if (!canHappen(state, event, status)) {
    warn(state, l10n.t("A {0} event came while the run was {1} and was left out.", event.type, state.status));
    return;
  }
  if (event.type === "steps" && !canReach(state, event.firstStep, event.losses.length)) {
    warn(
      state,
      l10n.t("The losses from step {0} on are too far from those before and were left out.", event.firstStep),
    );
    return;
  }
  if (status && isOver(state.status) && !isOver(status)) reopen(state);
  if (status) state.status = status;
  change(state, event);
}

/** The status after an event; undefined where the event does not change it. */
function statusAfter(state: RunState, event: FoldEvent): RunStatus | undefined {
  switch (event.type) {
    case "resumed":
    case "dataset":
      return "running";
    case "control":
      if (event.action === "paused" || event.action === "stepped") return "paused";
      return event.action === "resumed" || state.status === "preparing" ? "running" : undefined;
    case "steps":
      return state.status === "paused" && isSingleStep(state, event) ? undefined : "running";
    case "epoch":
      return state.status === "paused" ? undefined : "running";
    case "ended":
      return event.status;
    case "started":
    case "inherited":
    case "data":
    case "checkpoint":
    case "warning":
      return undefined;
    default:
      return event satisfies never;
  }
}

/**
 * Whether a `steps` event goes at most one step beyond the last control. Such losses are of a single batch that was
 * trained while paused; its `stepped` event comes next.
 */
function isSingleStep({ controls }: RunState, { firstStep, losses }: FoldedSteps): boolean {
  const last = controls.at(-1);
  return last !== undefined && firstStep + losses.length <= last.step + 1;
}

function canHappen(state: RunState, event: FoldEvent, status: RunStatus | undefined): boolean {
  if (event.type === "started") return state.startedAt === undefined;
  if (event.type === "inherited") return canInherit(state, event);
  // A damaged log may lack the `dataset` event, after which a run is no longer preparing.
  const from = event.type === "control" && state.status === "preparing" ? "running" : state.status;
  return !status || status === from || canChange(from, status);
}

function canInherit({ status, parent }: RunState, { firstStep, losses, epochs }: InheritedEvent): boolean {
  return (
    status === "preparing" &&
    parent !== undefined &&
    firstStep + losses.length <= parent.step &&
    epochs.every(({ epoch }) => epoch <= parent.epoch)
  );
}

function change(state: RunState, event: FoldEvent): void {
  switch (event.type) {
    case "started":
      start(state, event);
      break;
    case "inherited":
      inherit(state, event);
      break;
    case "resumed":
      resume(state, event);
      break;
    case "data":
      state.download = {
        file: event.file,
        receivedBytes: event.receivedBytes,
        totalBytes: event.totalBytes,
      };
      break;
    case "dataset": {
      // Views do not show the file names.
      const { type: _, files: __, ...dataset } = event;
      state.dataset = dataset;
      state.download = undefined;
      break;
    }
    case "steps":
      addSteps(state, event);
      break;
    case "epoch":
      extendTo(state, event.epoch * event.steps);
      addEpoch(state, event);
      state.seconds = event.seconds;
      break;
    case "control":
      extendTo(state, event.step);
      addControl(state, event);
      state.seconds = event.seconds;
      break;
    case "checkpoint":
      extendTo(state, event.step);
      state.completeEpochs = Math.max(state.completeEpochs, event.epoch);
      keepCheckpoint(state, event);
      break;
    case "warning":
      warn(state, event.message);
      break;
    case "ended":
      state.error = event.error;
      state.stderr = event.stderr ?? [];
      state.errorCode = event.code;
      state.missing = event.missing ?? [];
      state.download = undefined;
      state.seconds = event.seconds;
      break;
    default:
      event satisfies never;
  }
}

function start(state: RunState, { config, environment, time, parent }: StartedEvent): void {
  state.config = config;
  state.learningRate = config.learningRate;
  state.totalEpochs = config.epochs;
  state.environment = environment;
  state.startedAt = time;
  if (!parent) return;
  const { losses = [], epochs = [], ...origin } = parent;
  state.parent = origin;
  // The losses follow in `inherited` events.
  state.losses.extendTo(Math.min(origin.step, most.steps));
  state.completeEpochs = origin.epoch;
  state.epoch = origin.epoch;
  if (losses.length <= origin.step) inherit(state, { losses, epochs, firstStep: 0 });
}

/** Adds a part of the parent's curve. */
function inherit(state: RunState, { firstStep, losses, epochs }: Omit<InheritedEvent, "type">): void {
  state.losses.replace(firstStep, losses);
  const { completeEpochs } = state;
  for (const epoch of epochs) addEpoch(state, epoch);
  state.completeEpochs = completeEpochs;
}

function resume(state: RunState, event: ResumedEvent): void {
  rewind(state, event.step, event.epoch);
  extendTo(state, event.step);
  reopen(state);
  state.config = event.config;
  state.learningRate = event.learningRate;
  state.totalEpochs = event.config.epochs;
  state.environment = event.environment;
  state.startedAt ??= event.time;
  state.completeEpochs = event.epoch;
  addMark(state, event);
  state.epoch = event.epoch;
  state.seconds = event.seconds;
}

/** Clears the end of the run and its speed, since the run continues. */
function reopen(state: RunState): void {
  state.samplesPerSecond = undefined;
  state.weights = undefined;
  state.error = undefined;
  state.stderr = [];
  state.errorCode = undefined;
  state.missing = [];
}

/** Drops everything after a number of steps and of complete epochs, which a resume made void. */
function rewind(state: RunState, step: number, epoch: number): void {
  state.losses.truncate(step);
  state.underWaySeconds = 0;
  dropEpochsFrom(state, epoch + 1);
  dropLastWhile(state.controls, (one) => one.step > step);
  state.index.dropLearningRatesAfter(step);
  dropCheckpointsAfter(state, step);
  state.completeEpochs = Math.min(state.completeEpochs, epoch);
}

function addSteps(state: RunState, { epoch, firstStep, losses, seconds }: FoldedSteps): void {
  const before = state.losses.length;
  if (firstStep < before) {
    // Only a `resumed` event goes back to an earlier step, so that the log has lost one.
    rewind(state, firstStep, epoch - 1);
    state.learningRate = state.index.learningRate ?? state.config?.learningRate;
    state.samplesPerSecond = undefined;
  } else if (epoch === state.epoch && state.config) {
    const samples = (firstStep + losses.length - before) * state.config.batchSize;
    state.samplesPerSecond = smoothed(state.samplesPerSecond, samples / (seconds - state.seconds));
  }
  // A process loads data before its first steps, when the speed is unknown. A single step comes after a pause.
  const isTimed = state.samplesPerSecond !== undefined && state.status !== "paused";
  if (isTimed) state.underWaySeconds += Math.max(0, seconds - state.seconds);
  extendTo(state, firstStep);
  state.losses.push(losses);
  state.epoch = epoch;
  state.completeEpochs = Math.max(state.completeEpochs, epoch - 1);
  expectEpoch(state, epoch);
  state.seconds = seconds;
}

function addEpoch(state: RunState, event: EpochEvent): void {
  const { index } = state;
  dropEpochsFrom(state, event.epoch);
  const epoch = withinConfusionLimit(state, event);
  state.epochs.push(epoch);
  (isParents(state, epoch) ? index.parents : index.own).add(epoch);
  nameBest(state);
  state.underWaySeconds = 0;
  state.completeEpochs = event.epoch;
  expectEpoch(state, event.epoch);
}

/** The epoch without its confusion matrix where the state holds too many counts, or is a summary. */
function withinConfusionLimit({ index, losses }: RunState, event: EpochEvent): EpochEvent {
  const counts = countsIn(event);
  const isHeld = losses.isHeld && index.confusionCounts + counts <= most.confusionCounts;
  if (!isHeld) return { ...event, confusion: [] };
  index.confusionCounts += counts;
  return event;
}

function countsIn({ confusion }: EpochEvent): number {
  return confusion.length ** 2;
}

function dropEpochsFrom(state: RunState, first: number): void {
  const { epochs, index } = state;
  dropLastWhile(epochs, (one) => {
    if (one.epoch < first) return false;
    index.confusionCounts -= countsIn(one);
    return true;
  });
  index.own.dropFrom(first);
  index.parents.dropFrom(first);
  nameBest(state);
}

/** Computes the index of a state that was sent without one. Returns the state. */
export function indexState(state: RunState): RunState {
  const index = new FoldIndex();
  state.index = index;
  for (const epoch of state.epochs) {
    index.confusionCounts += countsIn(epoch);
    (isParents(state, epoch) ? index.parents : index.own).add(epoch);
  }
  for (const event of state.controls) index.noteLearningRate(event);
  for (const event of state.checkpoints) index.checkpoints.set(event.file, event);
  nameBest(state);
  return state;
}

function isParents({ parent }: RunState, { epoch }: EpochEvent): boolean {
  return parent !== undefined && epoch <= parent.epoch;
}

function nameBest(state: RunState): void {
  const { own, parents } = state.index;
  state.best = own.best;
  state.leastLoss = own.leastLoss;
  state.completeSeconds = own.seconds;
  state.parentBest = parents.best;
}

/**
 * Raises the number of epochs to that of an event. A damaged log may lack the event with which a user asked for more
 * epochs.
 */
function expectEpoch(state: RunState, epoch: number): void {
  if (state.totalEpochs !== undefined && state.totalEpochs < epoch) state.totalEpochs = epoch;
}

function addMark(state: RunState, event: ControlEvent | ResumedEvent): void {
  dropLastWhile(state.controls, ({ step }) => step > event.step);
  state.index.noteLearningRate(event);
  state.controls.push(event);
  if (state.controls.length > most.controls) state.controls = state.controls.slice(most.controls / 2);
}

function addControl(state: RunState, event: ControlEvent): void {
  addMark(state, event);
  if (event.value === undefined) return;
  if (event.action === "learningRate") state.learningRate = event.value;
  if (event.action === "epochs") state.totalEpochs = event.value;
}

function keepCheckpoint(state: RunState, { removed = [], ...event }: CheckpointEvent): void {
  if (event.reason === "end") {
    state.weights = event.file;
    return;
  }
  dropCheckpointsAfter(state, event.step);
  for (const file of removed) removeCheckpoint(state, file);
  removeCheckpoint(state, event.file);
  state.checkpoints.push(event);
  state.index.checkpoints.set(event.file, event);
  // A run keeps at most the newest checkpoints and the best one.
  if (state.checkpoints.length > mostCheckpoints + 1) removeCheckpoint(state, state.checkpoints[0]!.file);
}

function removeCheckpoint({ checkpoints, index }: RunState, file: string): void {
  const event = index.checkpoints.get(file);
  if (!event) return;
  index.checkpoints.delete(file);
  checkpoints.splice(checkpoints.indexOf(event), 1);
}

function dropCheckpointsAfter({ checkpoints, index }: RunState, step: number): void {
  dropLastWhile(checkpoints, (one) => one.step > step && index.checkpoints.delete(one.file));
}

function warn(state: RunState, message: string): void {
  if (state.warnings.length < most.warnings) state.warnings.push(message);
  else if (state.warnings.length === most.warnings)
    state.warnings.push(l10n.t("Further warnings were left out."));
}

/** Whether the limits allow a run to reach a step, so that its losses may be added. */
function canReach(state: RunState, step: number, losses = 0): boolean {
  const missing = Math.max(0, step - state.losses.length);
  return step + losses <= most.steps && state.missingSteps + missing <= most.missingSteps;
}

/** Adds unknown losses up to a step that an event implies, unless the limits forbid it. */
function extendTo(state: RunState, step: number): void {
  if (step <= state.losses.length || !canReach(state, step)) return;
  state.missingSteps += step - state.losses.length;
  state.losses.extendTo(step);
}

export function foldEvents(events: Iterable<FoldEvent>): RunState {
  const state = emptyRunState();
  for (const event of events) applyEvent(state, event);
  return state;
}

/** A run's configuration with its present learning rate and number of epochs. */
export function configInForce({
  config,
  learningRate,
  totalEpochs,
}: Pick<RunState, "config" | "learningRate" | "totalEpochs">): RunConfig | undefined {
  return (
    config && {
      ...config,
      learningRate: learningRate ?? config.learningRate,
      epochs: totalEpochs ?? config.epochs,
    }
  );
}

/**
 * The configuration with which a run trains: the {@link configInForce} with the data set that was really used, which may
 * be one in place of that asked for.
 */
export function trainedConfig(
  state: Pick<RunState, "config" | "learningRate" | "totalEpochs" | "dataset">,
): RunConfig | undefined {
  const config = configInForce(state);
  const { dataset } = state;
  return config && dataset ? { ...config, dataset: { ...config.dataset, name: dataset.name } } : config;
}

/** Time (s) that a run itself has trained and tested, without pauses, loading and the time between processes. */
export function trainingSeconds({
  completeSeconds,
  underWaySeconds,
}: Pick<RunState, "completeSeconds" | "underWaySeconds">): number {
  return completeSeconds + underWaySeconds;
}

export function isEnded(state: RunState): boolean {
  return isOver(state.status);
}

/** Share of the whole run that is done, 0 to 1; undefined before the data set is loaded. */
export function progress(state: RunState): number | undefined {
  const total = totalSteps(state);
  return total === undefined ? undefined : Math.min(1, state.losses.length / total);
}

/** Number of steps of the whole run; undefined before the data set is loaded. */
export function totalSteps(state: RunState): number | undefined {
  if (!state.totalEpochs || !state.dataset) return undefined;
  return state.totalEpochs * state.dataset.stepsPerEpoch;
}

/** Time (s) until the end of the run at its present speed, including test loops; undefined when unknown. */
export function remainingSeconds(state: RunState): number | undefined {
  const total = totalSteps(state);
  if (total === undefined || !state.config || !state.samplesPerSecond || isEnded(state)) return undefined;
  const steps = Math.max(0, total - state.losses.length);
  const training = (steps * state.config.batchSize) / state.samplesPerSecond;
  const lastTest = state.epochs.at(-1)?.testSeconds ?? 0;
  return training + lastTest * Math.max(0, (state.totalEpochs ?? 0) - state.completeEpochs);
}

/** An exponential average with weight 0.2 for the new value. A value that is not positive or not finite is left out. */
function smoothed(previous: number | undefined, value: number): number | undefined {
  if (!Number.isFinite(value) || value <= 0) return previous;
  return previous === undefined ? value : previous + 0.2 * (value - previous);
}
