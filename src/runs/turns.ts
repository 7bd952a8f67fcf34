import { setImmediate } from "node:timers/promises";

let last: Promise<void> = Promise.resolve();

/**
 * Resolves in a turn of the event loop of its own: whatever works in slices of a few milliseconds, with one turn before
 * each, leaves time for all else, however many do so at the same time.
 */
export function nextTurn(): Promise<void> {
  last = last.then(() => setImmediate());
  return last;
}
