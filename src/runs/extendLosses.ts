/** Adds to a state the steps whose losses are missing in the log. */
import { mostSteps } from "./limits";
import type { RunState } from "./RunState";

/**
 * Largest number of steps whose losses a log may lack. This limit bounds memory and time for a log of unknown origin.
 */
const mostMissing = 5_000_000;

/**
 * Whether a run may reach `step` and then have `losses` further losses. False if the run would have too many steps, or
 * too many steps without a loss.
 */
export function canReach(state: RunState, step: number, losses = 0): boolean {
  const missing = Math.max(0, step - state.losses.length);
  return step + losses <= mostSteps && state.missingSteps + missing <= mostMissing;
}

/**
 * Adds steps with unknown losses until the state has `step` steps, since an event implies that they were trained. Does
 * nothing if the state already has as many steps, or if {@link canReach} returns false.
 */
export function extendTo(state: RunState, step: number): void {
  if (step <= state.losses.length || !canReach(state, step)) return;
  state.missingSteps += step - state.losses.length;
  state.losses.extendTo(step);
}
