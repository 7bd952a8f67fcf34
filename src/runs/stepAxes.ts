/** The axes of a run's curves, as functions of the number of steps trained. */
import { evaluationSeconds } from "./epochFigures";
import type { RunState } from "./RunState";
import type { SeriesAxis } from "./seriesKinds";
import { trainedCount } from "./trainingParts";

/** An axis: a function of the number of steps, which never decreases, and the inverse function. */
export interface StepAxis {
  /** The x after a number of steps. */
  at: (step: number) => number;
  /** The number of steps at an x, not rounded. */
  stepAt: (x: number) => number;
}

/** An axis of a run; undefined if the log lacks what the axis is computed from. */
export function stepAxis(state: RunState, axis: SeriesAxis): StepAxis | undefined {
  switch (axis) {
    case "step":
      return { at: (step) => step, stepAt: (x) => x };
    case "epoch":
      return epochAxis(state);
    case "time":
      return timeAxis(state);
    case "samples":
      return samplesAxis(state);
    default:
      return axis satisfies never;
  }
}

function stepsPerEpoch(state: RunState): number | undefined {
  return state.dataset?.stepsPerEpoch || state.epochs.at(-1)?.steps || undefined;
}

function epochAxis(state: RunState): StepAxis | undefined {
  const perEpoch = stepsPerEpoch(state);
  return perEpoch ? { at: (step) => step / perEpoch, stepAt: (x) => x * perEpoch } : undefined;
}

/**
 * Number of samples in one epoch, whose last batch may be smaller than the others; undefined if the number is unknown.
 */
export function samplesPerEpoch(state: RunState): number | undefined {
  const { config } = state;
  const perEpoch = stepsPerEpoch(state);
  if (!config || !perEpoch) return undefined;
  return Math.min(trainedSamples(state) ?? Number.POSITIVE_INFINITY, perEpoch * config.batchSize);
}

/**
 * Number of images that are trained on, without those that the configuration leaves out or holds out for validation.
 * Without a configuration: the number of all training images. Undefined before the data set is loaded.
 */
export function trainedSamples({
  config,
  dataset,
}: Pick<RunState, "config" | "dataset">): number | undefined {
  if (!config || !dataset) return dataset?.trainSamples;
  return trainedCount(config.dataset, dataset.trainSamples);
}

function samplesAxis(state: RunState): StepAxis | undefined {
  const perEpoch = stepsPerEpoch(state);
  const samples = samplesPerEpoch(state);
  if (!state.config || !perEpoch || !samples) return undefined;
  const { batchSize } = state.config;
  return {
    at: (step) => {
      const epochs = Math.floor(step / perEpoch);
      return epochs * samples + Math.min(samples, (step - epochs * perEpoch) * batchSize);
    },
    stepAt: (x) => {
      const epochs = Math.floor(x / samples);
      return epochs * perEpoch + Math.min(perEpoch, (x - epochs * samples) / batchSize);
    },
  };
}

/**
 * The time (s) of training, validation and testing, without pauses. The steps of an epoch are spread evenly over the
 * training time of the epoch. A fork's time continues the parent's time. Undefined if no time is known.
 */
function timeAxis({ epochs, losses, underWaySeconds }: RunState): StepAxis | undefined {
  const steps = [0];
  const times = [0];
  const add = (step: number, seconds: number) => {
    steps.push(step);
    times.push(times.at(-1)! + Math.max(0, seconds));
  };
  let pace = 0;
  for (const event of epochs) {
    const { epoch, steps: count, trainSeconds } = event;
    const begin = (epoch - 1) * count;
    if (count > 0) pace = trainSeconds / count;
    // The log may lack the epochs before this one. Their steps get the time per step of this epoch.
    const lacking = begin - steps.at(-1)!;
    if (lacking > 0) add(begin, lacking * pace);
    add(begin + count, trainSeconds);
    add(begin + count, evaluationSeconds(event));
  }
  const rest = losses.length - steps.at(-1)!;
  if (rest > 0) add(losses.length, underWaySeconds || rest * pace);
  if (times.at(-1) === 0) return undefined;
  return { at: (step) => between(steps, times, step), stepAt: (x) => between(times, steps, x) };
}

/**
 * Interpolates linearly between points. `from` contains their x in ascending order, `to` contains their y, and `value`
 * is the x of the result. If several points have this x, the result is the y of the first one. Before the first point
 * and after the last point, the result is the y of that point.
 */
function between(from: readonly number[], to: readonly number[], value: number): number {
  const after = firstFrom(from, value);
  if (after === 0) return to[0]!;
  if (after === from.length) return to.at(-1)!;
  const low = from[after - 1]!;
  return to[after - 1]! + ((value - low) / (from[after]! - low)) * (to[after]! - to[after - 1]!);
}

/** Index of the first number of an ascending list that is not below `value`; the list's length if there is none. */
export function firstFrom(list: ArrayLike<number>, value: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
