/** The ranges of the x axes of the run on display. */
import { isEnded, type RunState } from "../../src/runs/RunState";
import { totalSteps } from "../../src/runs/runProgress";
import type { SeriesAxis } from "../../src/runs/seriesKinds";
import { stepAxis } from "../../src/runs/stepAxes";
import type { Range } from "./plotScale";

/**
 * The whole x axis of a curve with a value for each step, from step 1. While the run continues, the axis ends at the
 * last step of the epoch under way, so that the axis changes once per epoch. Once the run has ended, or while the
 * number of steps is unknown, the axis ends at the last trained step. While the run continues, an axis of time ends at
 * the latest known time instead.
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

/**
 * The place on the x axis where each epoch ends and the next one begins, without the end of the axis's last epoch.
 * Empty where the axis or the number of steps in an epoch is unknown.
 */
export function epochEnds(state: RunState, x: SeriesAxis): number[] {
  const axis = stepAxis(state, x);
  const perEpoch = state.dataset?.stepsPerEpoch;
  if (!axis || !perEpoch) return [];
  const count = Math.ceil(lastStepShown(state) / perEpoch) - 1;
  return Array.from({ length: Math.max(0, count) }, (_, index) => axis.at((index + 1) * perEpoch));
}

const epochsShownAtOnce = 20;

/**
 * The whole x axis of a curve with a value for each epoch, from epoch 1. Once the run has ended, the axis ends at the
 * last tested epoch. Until then, the axis ends at 1.25 times the last tested epoch or at epoch
 * {@link epochsShownAtOnce}, whichever is later, but not after the last planned epoch. The axis always includes epoch
 * 2, and ends there while the number of planned epochs is unknown.
 * @returns undefined if the x axis is not that of epochs; the axis then covers the range of the values
 */
export function axisOfEpochs(state: RunState, x: SeriesAxis): Range | undefined {
  if (x !== "epoch") return undefined;
  const done = state.epochs.at(-1)?.epoch ?? 0;
  const planned = state.totalEpochs ?? 1;
  const last = isEnded(state) ? done : Math.min(planned, Math.max(epochsShownAtOnce, Math.ceil(done * 1.25)));
  return [1, Math.max(2, last)];
}
