import { setImmediate } from "node:timers/promises";

let last: Promise<void> = Promise.resolve();

/**
 * Resolves in its own turn of the event loop. Code that works in slices of a few milliseconds, with one call before
 * each slice, leaves time for everything else, even if several such loops run at the same time.
 */
export function nextTurn(): Promise<void> {
  last = last.then(() => setImmediate());
  return last;
}

/** Time (ms) of work between two turns. */
const SLICE_MS = 5;

/**
 * Yields the items. The event loop turns after every 5 ms of work on them, so that work on one item must take only
 * milliseconds.
 */
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
