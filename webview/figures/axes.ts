/** Ends of the axes. They change rarely while a run grows, and fit the data once it has ended. */

import { isEnded, type RunState } from "../../src/runs/RunState";
import { totalSteps } from "../../src/runs/runProgress";

/**
 * Last step of the loss chart's axis. While the run continues, it is the end of the epoch under way, so that the axis
 * changes once per epoch.
 */
export function lastStepShown(state: RunState): number {
  const done = state.losses.length;
  const total = totalSteps(state);
  if (total === undefined || !state.dataset) return Math.max(1, done);
  if (isEnded(state)) return Math.max(1, done - 1);
  return Math.max(1, Math.min(total, Math.max(1, state.epoch) * state.dataset.stepsPerEpoch));
}

/** First steps of epochs within the axis; empty when they would be closer than `spacing` pixels. */
export function epochStarts(state: RunState, lastStep: number, width: number, spacing: number): number[] {
  const perEpoch = state.dataset?.stepsPerEpoch;
  if (!perEpoch || (perEpoch / lastStep) * width < spacing) return [];
  return Array.from({ length: Math.ceil(lastStep / perEpoch) - 1 }, (_, index) => (index + 1) * perEpoch);
}

const epochsShownAtOnce = 20;

/**
 * Last epoch of the epoch charts' axis, at least 2. While the run continues, a quarter more than the tested epochs, but
 * at least 20 and at most the planned number. Once the run has ended, the last tested epoch.
 */
export function lastEpochShown(state: RunState): number {
  const done = state.epochs.at(-1)?.epoch ?? 0;
  const planned = state.totalEpochs ?? 1;
  const last = isEnded(state) ? done : Math.min(planned, Math.max(epochsShownAtOnce, Math.ceil(done * 1.25)));
  return Math.max(2, last);
}

/** Most powers of ten that have a tick each. */
const mostPowers = 6;

/**
 * Ticks of a logarithmic axis over many powers of ten, all equally far apart.
 * @returns undefined where each power of ten has its tick.
 */
export function sparsePowers(min: number, max: number): number[] | undefined {
  const first = Math.ceil(Math.log10(min));
  const last = Math.floor(Math.log10(max));
  if (last - first < mostPowers) return undefined;
  const apart = Math.ceil((last - first) / (mostPowers - 1));
  const count = Math.floor((last - first) / apart) + 1;
  return Array.from({ length: count }, (_, index) => Number(`1e${first + index * apart}`));
}
