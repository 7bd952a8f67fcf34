/** Ends of the axes. They change rarely while a run grows, and fit the data once it has ended. */
import { isEnded, type RunState } from "../../src/runs/RunState";
import { totalSteps } from "../../src/runs/runProgress";
import type { SeriesAxis } from "../../src/runs/seriesKinds";
import { stepAxis } from "../../src/runs/stepAxes";
import type { Range } from "./plotScale";

/**
 * The whole axis of a curve with a value for each step. While the run continues, the axis ends with the epoch under
 * way, so that the axis changes once per epoch.
 * @returns undefined where the log lacks what the axis is computed from
 */
export function axisOfSteps(state: RunState, x: SeriesAxis): Range | undefined {
  const axis = stepAxis(state, x);
  return axis && [axis.at(1), axis.at(lastStepShown(state))];
}

/** Number of the last step on the axis of steps, counted from 1. */
function lastStepShown(state: RunState): number {
  const done = Math.max(1, state.losses.length);
  const total = totalSteps(state);
  if (total === undefined || !state.dataset || isEnded(state)) return done;
  return Math.max(done, Math.min(total, Math.max(1, state.epoch) * state.dataset.stepsPerEpoch));
}

/** The place at which each epoch but the last ends, and the next begins. */
export function epochEnds(state: RunState, x: SeriesAxis): number[] {
  const axis = stepAxis(state, x);
  const perEpoch = state.dataset?.stepsPerEpoch;
  if (!axis || !perEpoch) return [];
  const count = Math.ceil(lastStepShown(state) / perEpoch) - 1;
  return Array.from({ length: Math.max(0, count) }, (_, index) => axis.at((index + 1) * perEpoch));
}

const epochsShownAtOnce = 20;

/**
 * The whole axis of epochs of a curve with a value for each epoch. The axis ends with the last tested epoch, but at 2
 * or more. While the run continues, it ends with a quarter more than the tested epochs, but with at least 20 and at
 * most the planned number.
 * @returns undefined for any other x axis, which covers the range of the values
 */
export function axisOfEpochs(state: RunState, x: SeriesAxis): Range | undefined {
  if (x !== "epoch") return undefined;
  const done = state.epochs.at(-1)?.epoch ?? 0;
  const planned = state.totalEpochs ?? 1;
  const last = isEnded(state) ? done : Math.min(planned, Math.max(epochsShownAtOnce, Math.ceil(done * 1.25)));
  return [1, Math.max(2, last)];
}
