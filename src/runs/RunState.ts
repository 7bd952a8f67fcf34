import type { RunConfig } from "./RunConfig";
import type { Environment, EpochEvent, RunEvent } from "./RunEvent";

export type RunStatus = "preparing" | "running" | "finished" | "stopped" | "failed";

/** A run as its events tell it. Built by {@link applyEvent} alone. */
export interface RunState {
  status: RunStatus;
  config?: RunConfig;
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
  /** Where the weights are, relative to the run's folder. */
  weights?: string;
  warnings: string[];
  error?: string;
}

export function emptyRunState(): RunState {
  return { status: "preparing", losses: [], epochs: [], epoch: 0, seconds: 0, warnings: [] };
}

/** The fold: changes `state` by one event. Events of one run must come in their order. */
export function applyEvent(state: RunState, event: RunEvent): void {
  switch (event.type) {
    case "started":
      state.config = event.config;
      state.environment = event.environment;
      state.startedAt = event.time;
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
      state.status = "running";
      break;
    }
    case "steps": {
      if (event.epoch === state.epoch && state.config) {
        const rate = (event.losses.length * state.config.batchSize) / (event.seconds - state.seconds);
        state.samplesPerSecond = smoothed(state.samplesPerSecond, rate);
      }
      state.losses.length = event.firstStep;
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
    case "checkpoint":
      state.weights = event.file;
      break;
    case "warning":
      state.warnings.push(event.message);
      break;
    case "ended":
      state.status = event.status;
      state.error = event.error;
      state.download = undefined;
      state.seconds = event.seconds;
      break;
  }
}

export function foldEvents(events: Iterable<RunEvent>): RunState {
  const state = emptyRunState();
  for (const event of events) applyEvent(state, event);
  return state;
}

export function isEnded(state: RunState): boolean {
  return state.status === "finished" || state.status === "stopped" || state.status === "failed";
}

/** Share of the whole run that is done, 0 to 1; undefined before the data set is loaded. */
export function progress(state: RunState): number | undefined {
  const total = totalSteps(state);
  return total === undefined ? undefined : state.losses.length / total;
}

/** Steps that the whole run will take; undefined before the data set is loaded. */
export function totalSteps(state: RunState): number | undefined {
  if (!state.config || !state.dataset) return undefined;
  return state.config.epochs * state.dataset.stepsPerEpoch;
}

/** Seconds until the run will be done at its present speed, test loops included; undefined when unknown. */
export function remainingSeconds(state: RunState): number | undefined {
  const total = totalSteps(state);
  if (total === undefined || !state.config || !state.samplesPerSecond || isEnded(state)) return undefined;
  const training = ((total - state.losses.length) * state.config.batchSize) / state.samplesPerSecond;
  const lastTest = state.epochs.at(-1)?.testSeconds ?? 0;
  return training + lastTest * (state.config.epochs - state.epochs.length);
}

/** Follows a change of speed within a few chunks without flickering. */
function smoothed(previous: number | undefined, value: number): number | undefined {
  if (!Number.isFinite(value)) return previous;
  return previous === undefined ? value : previous + 0.2 * (value - previous);
}
