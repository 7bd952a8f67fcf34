/** Steps whose losses the log lacks. */
import { mostSteps } from "./limits";
import type { RunState } from "./RunState";

/**
 * Largest number of steps whose losses a log may lack. No real run reaches the number, which bounds memory and time for
 * a log of unknown origin.
 */
const mostMissing = 5_000_000;

/**
 * Whether a run may reach `step` and then have `losses` further losses, within the limits of steps and of missing
 * losses.
 */
export function canReach(state: RunState, step: number, losses = 0): boolean {
  const missing = Math.max(0, step - state.losses.length);
  return step + losses <= mostSteps && state.missingSteps + missing <= mostMissing;
}

/**
 * Adds unknown losses up to a number of steps that an event implies. Does nothing if the run has as many, or if the
 * limits forbid it.
 */
export function extendTo(state: RunState, step: number): void {
  if (step <= state.losses.length || !canReach(state, step)) return;
  state.missingSteps += step - state.losses.length;
  state.losses.extendTo(step);
}
