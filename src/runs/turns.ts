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

/** Work between two turns, in milliseconds. */
const SLICE_MS = 5;

/** The items, each of which is worked on within milliseconds: the event loop turns whenever some have taken 5 ms. */
export async function* inTurns<T>(items: Iterable<T>): AsyncGenerator<T> {
  let began = Number.NEGATIVE_INFINITY;
  for (const item of items) {
    if (performance.now() - began > SLICE_MS) {
      await nextTurn();
      began = performance.now();
    }
    yield item;
  }
}
