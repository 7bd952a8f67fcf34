/** The curves of a run. A curve has the values of a metric (y) at positions on an axis (x). */
import type { DiagnosisRule } from "./diagnoses/Diagnosis";
import { evaluationSeconds } from "./epochFigures";
import type { Extremes } from "./extremes";
import type { Losses } from "./Losses";
import type { EpochEvent } from "./RunEvent";
import type { RunState } from "./RunState";
import { isOfValidation, type SeriesAxis, type SeriesMetric } from "./seriesKinds";
import { firstFrom, type StepAxis, samplesPerEpoch, stepAxis } from "./stepAxes";

/** The values of a metric, in the order of x. */
export interface Curve {
  /** NaN for a gap. */
  y: Float32Array;
  xAt: (index: number) => number;
  /** Index of the first value at `x` or after it; the number of values if there is none. */
  indexAt: (x: number) => number;
  /**
   * The extremes of the values at the indices from `begin` to before `end`; absent if they must be computed from `y`.
   */
  extremesIn?: (begin: number, end: number) => Extremes;
}

/**
 * A run's curve of a metric on the x axis `by`. Empty if the log lacks the data from which the axis is computed.
 * @param lossesOf returns the values of the curve of losses. A later call may use the memory of these values again
 */
export function curveOf(
  state: RunState,
  metric: SeriesMetric,
  by: SeriesAxis,
  lossesOf = (losses: Losses) => losses.toFloat32(),
): Curve {
  const axis = stepAxis(state, by);
  if (!axis) return pointCurve([], []);
  switch (metric) {
    case "loss":
      return stepCurve(lossesOf(state.losses), axis);
    case "learningRate":
      return state.learningRates.length > 0
        ? stepCurve(state.learningRates.toFloat32(), axis)
        : rateCurve(state, axis);
    default:
      return epochCurve(epochsWith(state, metric), axis, by, epochFigure(state, metric));
  }
}

/**
 * Index of the first value of a fork's curve that is the fork's own; the number of values if it has none yet. 0 for a
 * run that is no fork, and for learning rates without a schedule, whose curve begins at the fork.
 */
export function firstOwnIndex(state: RunState, metric: SeriesMetric): number {
  const { parent, learningRates } = state;
  if (!parent) return 0;
  if (metric === "learningRate") return learningRates.length > 0 ? parent.step : 0;
  if (metric === "loss") return parent.step;
  const epochs = epochsWith(state, metric);
  const index = epochs.findIndex(({ epoch }) => epoch > parent.epoch);
  return index < 0 ? epochs.length : index;
}

/** A metric that has one value for each epoch. */
export type EpochMetric = Exclude<SeriesMetric, "loss" | "learningRate">;

/**
 * The epochs that have a value of a metric, finite or not. Epochs without a validation set have no value of a
 * validation metric.
 */
export function epochsWith({ epochs }: RunState, metric: EpochMetric): readonly EpochEvent[] {
  return isOfValidation(metric) ? epochs.filter((epoch) => epoch[metric] !== undefined) : epochs;
}

/** Returns a function that computes a metric's value in an epoch: null if the value is not finite or not known. */
export function epochFigure(state: RunState, metric: EpochMetric): (epoch: EpochEvent) => number | null {
  return metric === "speed" ? speedOf(state) : (epoch) => epoch[metric] ?? null;
}

/** The x of an epoch's values on an axis. @param by the kind of `axis` */
export function placeOfEpoch(event: EpochEvent, axis: StepAxis, by: SeriesAxis): number {
  const { epoch, steps } = event;
  if (by === "epoch") return epoch;
  // An epoch's values are known only after validation and test. On the axis of time, they are therefore later than the
  // epoch's last step.
  return axis.at(epoch * steps) + (by === "time" ? evaluationSeconds(event) : 0);
}

/** The curve of a metric with one value for each step. */
function stepCurve(y: Float32Array, axis: StepAxis): Curve {
  return {
    y,
    xAt: (index) => axis.at(index + 1),
    indexAt: (x) => {
      if (y.length === 0 || x > axis.at(y.length)) return y.length;
      // Because of rounding, the index may be one too high or too low.
      const index = Math.max(0, Math.ceil(axis.stepAt(x)) - 1);
      if (index > 0 && axis.at(index) >= x) return index - 1;
      return axis.at(index + 1) < x ? index + 1 : index;
    },
  };
}

function epochCurve(
  epochs: readonly EpochEvent[],
  axis: StepAxis,
  by: SeriesAxis,
  value: (epoch: EpochEvent) => number | null,
): Curve {
  const x = epochs.map((epoch) => placeOfEpoch(epoch, axis, by));
  return pointCurve(
    x,
    epochs.map((epoch) => value(epoch) ?? Number.NaN),
  );
}

function speedOf(state: RunState): (epoch: EpochEvent) => number | null {
  const samples = samplesPerEpoch(state);
  return ({ trainSeconds }) => (samples && trainSeconds > 0 ? samples / trainSeconds : null);
}

/**
 * The learning rate at the beginning of a run or a fork, and at each change; without a schedule, also at the last step.
 * Empty for a run without a configuration.
 * @returns each value, with the number of steps that were trained before it
 */
export function rateChanges(state: RunState): { step: number; value: number }[] {
  const { config, parent, controls, learningRate, learningRates, losses } = state;
  if (!config) return [];
  if (learningRates.length > 0) return scheduledChanges(learningRates, parent?.step ?? 0);
  let last = { step: parent?.step ?? 0, value: config.learningRate };
  const changes = [last];
  const add = (step: number, value: number) => {
    last = { step, value };
    changes.push(last);
  };
  for (const event of controls) {
    const value = event.type === "resumed" ? event.learningRate : event.value;
    if (value === undefined || (event.type === "control" && event.action !== "learningRate")) continue;
    if (value !== last.value) add(event.step, value);
  }
  if (losses.length > last.step) add(losses.length, learningRate ?? last.value);
  return changes;
}

/** The changes of a learning rate that a schedule sets, beginning with the first rate at the step `from` or later. */
function scheduledChanges(rates: Losses, from: number): { step: number; value: number }[] {
  const changes: { step: number; value: number }[] = [];
  for (let step = from; step < rates.length; step++) {
    const value = rates.at(step)!;
    if (!Number.isNaN(value) && value !== changes.at(-1)?.value) changes.push({ step, value });
  }
  return changes;
}

/** The curve of {@link rateChanges}. At each change it has two points with the same x, so that the line has steps. */
function rateCurve(state: RunState, axis: StepAxis): Curve {
  const x: number[] = [];
  const y: number[] = [];
  for (const { step, value } of rateChanges(state)) {
    if (y.length > 0 && y.at(-1) !== value) {
      x.push(axis.at(step));
      y.push(y.at(-1)!);
    }
    x.push(axis.at(step));
    y.push(value);
  }
  return pointCurve(x, y);
}

function pointCurve(x: readonly number[], y: readonly number[]): Curve {
  return { y: Float32Array.from(y), xAt: (index) => x[index]!, indexAt: (place) => firstFrom(x, place) };
}

/** The x at which a fork begins; undefined if the run is no fork, or if the log lacks the data for the axis. */
export function forkPlace(state: RunState, by: SeriesAxis): number | undefined {
  return state.parent && stepAxis(state, by)?.at(state.parent.step);
}

/** A diagnosis, and its x on the axis of a chart. */
export interface DiagnosisPlace {
  x: number;
  rule: DiagnosisRule;
}

/**
 * The diagnoses of a run in the order of their x on an axis. For a metric with one value for each epoch, a diagnosis
 * has the x of the value of the epoch at whose end it was found. A diagnosis that was found within an epoch, such as at
 * a divergence, is then left out.
 */
export function diagnosisPlaces(state: RunState, metric: SeriesMetric, by: SeriesAxis): DiagnosisPlace[] {
  const axis = stepAxis(state, by);
  if (!axis) return [];
  const isOfSteps = metric === "loss" || metric === "learningRate";
  const places = state.diagnoses.flatMap(({ step, rule }): DiagnosisPlace[] => {
    if (isOfSteps) return [{ x: axis.at(step), rule }];
    const tested = state.epochs.find(({ epoch, steps }) => epoch * steps === step);
    return tested ? [{ x: placeOfEpoch(tested, axis, by), rule }] : [];
  });
  return places.sort((a, b) => a.x - b.x);
}
