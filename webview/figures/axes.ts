/** Where the axes end: few jumps while a run grows, and no empty half once it has ended. */
import { isEnded, type RunState, totalSteps } from "../../src/runs/RunState";

/** Last step of the loss chart: the end of the epoch under way, so that the axis moves once in an epoch. */
export function lastStepShown(state: RunState): number {
  const done = state.losses.length;
  const total = totalSteps(state);
  if (total === undefined || !state.dataset) return Math.max(1, done);
  if (isEnded(state)) return Math.max(1, done - 1);
  return Math.max(1, Math.min(total, Math.max(1, state.epoch) * state.dataset.stepsPerEpoch));
}

/** Steps at which a new epoch begins, within the axis; empty when they would stand closer than `spacing` pixels. */
export function epochStarts(state: RunState, lastStep: number, width: number, spacing: number): number[] {
  const perEpoch = state.dataset?.stepsPerEpoch;
  if (!perEpoch || (perEpoch / lastStep) * width < spacing) return [];
  return Array.from({ length: Math.ceil(lastStep / perEpoch) - 1 }, (_, index) => (index + 1) * perEpoch);
}

const epochsShownAtOnce = 20;

/** Last epoch of the epoch charts: all of a short run, room to grow in a long one, what is there once ended. */
export function lastEpochShown(state: RunState): number {
  const done = state.epochs.at(-1)?.epoch ?? 0;
  const planned = state.totalEpochs ?? 1;
  const last = isEnded(state) ? done : Math.min(planned, Math.max(epochsShownAtOnce, Math.ceil(done * 1.25)));
  return Math.max(2, last);
}

/** Ticks at which a logarithmic axis has enough of single powers of ten. */
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
