/** Steps whose losses the log lacks. */
import { mostSteps } from "./limits";
import type { RunState } from "./RunState";

/**
 * Largest number of steps that a log may lack. No real run reaches it; it bounds memory and time for a log of unknown
 * origin.
 */
const mostMissing = 5_000_000;

/** Whether the limits allow a run to reach a step, so that its losses may be added. */
export function canReach(state: RunState, step: number, losses = 0): boolean {
  const missing = Math.max(0, step - state.losses.length);
  return step + losses <= mostSteps && state.missingSteps + missing <= mostMissing;
}

/** Adds unknown losses up to a step that an event implies, unless the limits forbid it. */
export function extendTo(state: RunState, step: number): void {
  if (step <= state.losses.length || !canReach(state, step)) return;
  state.missingSteps += step - state.losses.length;
  state.losses.extendTo(step);
}
