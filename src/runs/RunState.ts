import type { RunConfig } from "./RunConfig";
import type {
  CheckpointEvent,
  ControlEvent,
  Environment,
  EpochEvent,
  ResumedEvent,
  RunEvent,
  StartedEvent,
} from "./RunEvent";
import { canChange, isOver, type RunStatus } from "./transitions";

export type { RunStatus } from "./transitions";

/** A run as its events tell it. Built by {@link applyEvent} alone. */
export interface RunState {
  status: RunStatus;
  /** As the run began, but for the number of epochs and the computing, which are a resumed run's last ones. */
  config?: RunConfig;
  /** The learning rate in force. */
  learningRate?: number;
  /** Epochs that the whole run will take, as now in force. */
  totalEpochs?: number;
  /** The run that this one was forked from; its curve up to there is the beginning of this one's. */
  parent?: Omit<NonNullable<StartedEvent["parent"]>, "losses" | "epochs">;
  environment?: Environment;
  startedAt?: string;
  /** The download under way while preparing. */
  download?: { file: string; receivedBytes: number; totalBytes: number | null };
  dataset?: {
    name: RunConfig["dataset"]["name"];
    source: string;
    trainSamples: number;
    testSamples: number;
    stepsPerEpoch: number;
  };
  /** Loss of every step, NaN where it was not finite; the index is the step. */
  losses: number[];
  epochs: EpochEvent[];
  /** The epoch with the highest test accuracy, the earliest of equals. */
  best?: EpochEvent;
  /** The epoch under way, from 1; 0 before the first step. */
  epoch: number;
  /** Seconds since the run began, as of the last event that tells. */
  seconds: number;
  /** Training speed over the last steps, in samples per second. */
  samplesPerSecond?: number;
  /** What users did to the training, and where another process went on with it, to be marked where it happened. */
  controls: (ControlEvent | ResumedEvent)[];
  /** Those that the run can be resumed or forked from, as far as their files were not removed; the newest last. */
  checkpoints: CheckpointEvent[];
  /** Where the weights alone are, relative to the run's folder. */
  weights?: string;
  warnings: string[];
  error?: string;
  /** What the disk did not take, one sentence each; only of an ended run. */
  missing: string[];
}

export function emptyRunState(): RunState {
  return {
    status: "preparing",
    losses: [],
    epochs: [],
    epoch: 0,
    seconds: 0,
    controls: [],
    checkpoints: [],
    warnings: [],
    missing: [],
  };
}

/**
 * The fold: changes `state` by one event. Events of one run must come in their order; one that the run's status does
 * not allow leaves a warning instead.
 */
export function applyEvent(state: RunState, event: RunEvent): void {
  const status = statusAfter(event);
  if (status && status !== state.status && !canChange(state.status, status)) {
    state.warnings.push(`A ${event.type} event came while the run was ${state.status} and was left out.`);
    return;
  }
  if (status) state.status = status;
  change(state, event);
}

/** The status that an event brings; undefined for one that brings none. */
function statusAfter(event: RunEvent): RunStatus | undefined {
  switch (event.type) {
    case "resumed":
    case "dataset":
      return "running";
    case "control":
      if (event.action === "paused" || event.action === "stepped") return "paused";
      return event.action === "resumed" ? "running" : undefined;
    case "ended":
      return event.status;
    default:
      return undefined;
  }
}

function change(state: RunState, event: RunEvent): void {
  switch (event.type) {
    case "started":
      start(state, event);
      break;
    case "resumed":
      rewind(state, event);
      break;
    case "data":
      state.download = {
        file: event.file,
        receivedBytes: event.receivedBytes,
        totalBytes: event.totalBytes,
      };
      break;
    case "dataset": {
      const { type: _, ...dataset } = event;
      state.dataset = dataset;
      state.download = undefined;
      break;
    }
    case "steps": {
      if (event.epoch === state.epoch && state.config) {
        const rate = (event.losses.length * state.config.batchSize) / (event.seconds - state.seconds);
        state.samplesPerSecond = smoothed(state.samplesPerSecond, rate);
      }
      setLength(state.losses, event.firstStep);
      for (const loss of event.losses) state.losses.push(loss ?? Number.NaN);
      state.epoch = event.epoch;
      state.seconds = event.seconds;
      break;
    }
    case "epoch":
      state.epochs.push(event);
      if (!state.best || event.testAccuracy > state.best.testAccuracy) state.best = event;
      state.seconds = event.seconds;
      break;
    case "control":
      state.controls.push(event);
      if (event.action === "learningRate") state.learningRate = event.value;
      if (event.action === "epochs") state.totalEpochs = event.value;
      state.seconds = event.seconds;
      break;
    case "checkpoint":
      keepCheckpoint(state, event);
      break;
    case "warning":
      state.warnings.push(event.message);
      break;
    case "ended":
      state.error = event.error;
      state.missing = event.missing ?? [];
      state.download = undefined;
      state.seconds = event.seconds;
      break;
  }
}

function start(state: RunState, { config, environment, time, parent }: StartedEvent): void {
  state.config = config;
  state.learningRate = config.learningRate;
  state.totalEpochs = config.epochs;
  state.environment = environment;
  state.startedAt = time;
  if (!parent) return;
  const { losses, epochs, ...origin } = parent;
  state.parent = origin;
  state.losses = losses.map((loss) => loss ?? Number.NaN);
  state.epochs = [...epochs];
  state.best = bestOf(epochs);
  state.epoch = parent.epoch;
}

/** Drops what came after the checkpoint that another process went on from. */
function rewind(state: RunState, event: ResumedEvent): void {
  state.config = event.config;
  state.learningRate = event.learningRate;
  state.totalEpochs = event.config.epochs;
  state.environment = event.environment;
  state.startedAt ??= event.time;
  setLength(state.losses, event.step);
  state.epochs = state.epochs.filter(({ epoch }) => epoch <= event.epoch);
  state.best = bestOf(state.epochs);
  state.controls = state.controls.filter(({ step }) => step <= event.step);
  state.controls.push(event);
  state.checkpoints = state.checkpoints.filter(({ step }) => step <= event.step);
  state.epoch = event.epoch;
  state.seconds = event.seconds;
  state.samplesPerSecond = undefined;
  state.weights = undefined;
  state.error = undefined;
  state.missing = [];
}

function keepCheckpoint(state: RunState, event: CheckpointEvent): void {
  if (event.reason === "end") {
    state.weights = event.file;
    return;
  }
  const gone = [event.file, ...(event.removed ?? [])];
  state.checkpoints = state.checkpoints.filter(({ file }) => !gone.includes(file));
  state.checkpoints.push(event);
}

/** The epoch with the highest test accuracy, the earliest of equals. */
function bestOf(epochs: readonly EpochEvent[]): EpochEvent | undefined {
  return epochs.reduce<EpochEvent | undefined>(
    (best, epoch) => (best && best.testAccuracy >= epoch.testAccuracy ? best : epoch),
    undefined,
  );
}

/** More steps than these are not believed to be missing. */
const longestGap = 10_000_000;

/** Steps whose losses a damaged log does not tell are gaps. */
function setLength(losses: number[], length: number): void {
  if (length - losses.length > longestGap) return;
  while (losses.length < length) losses.push(Number.NaN);
  losses.length = length;
}

export function foldEvents(events: Iterable<RunEvent>): RunState {
  const state = emptyRunState();
  for (const event of events) applyEvent(state, event);
  return state;
}

/** A run's config with the learning rate and the number of epochs that hold now. */
export function configInForce({ config, learningRate, totalEpochs }: RunState): RunConfig | undefined {
  return (
    config && {
      ...config,
      learningRate: learningRate ?? config.learningRate,
      epochs: totalEpochs ?? config.epochs,
    }
  );
}

export function isEnded(state: RunState): boolean {
  return isOver(state.status);
}

/** Share of the whole run that is done, 0 to 1; undefined before the data set is loaded. */
export function progress(state: RunState): number | undefined {
  const total = totalSteps(state);
  return total === undefined ? undefined : state.losses.length / total;
}

/** Steps that the whole run will take; undefined before the data set is loaded. */
export function totalSteps(state: RunState): number | undefined {
  if (!state.totalEpochs || !state.dataset) return undefined;
  return state.totalEpochs * state.dataset.stepsPerEpoch;
}

/** Seconds until the run will be done at its present speed, test loops included; undefined when unknown. */
export function remainingSeconds(state: RunState): number | undefined {
  const total = totalSteps(state);
  if (total === undefined || !state.config || !state.samplesPerSecond || isEnded(state)) return undefined;
  const training = ((total - state.losses.length) * state.config.batchSize) / state.samplesPerSecond;
  const lastTest = state.epochs.at(-1)?.testSeconds ?? 0;
  return training + lastTest * ((state.totalEpochs ?? 0) - state.epochs.length);
}

/** Follows a change of speed within a few chunks without flickering. */
function smoothed(previous: number | undefined, value: number): number | undefined {
  if (!Number.isFinite(value)) return previous;
  return previous === undefined ? value : previous + 0.2 * (value - previous);
}
