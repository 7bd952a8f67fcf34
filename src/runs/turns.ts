import { setImmediate } from "node:timers/promises";

let last: Promise<void> = Promise.resolve();

/**
 * Resolves in a turn of the event loop in which no other call of this function resolves. A loop that awaits a call
 * before each few milliseconds of work therefore leaves time for other work, even if several such loops run at the same
 * time.
 */
export function nextTurn(): Promise<void> {
  last = last.then(() => setImmediate());
  return last;
}

/** Time (ms) of a caller's work after which the event loop turns. */
const SLICE_MS = 5;

/**
 * Yields the items. The event loop turns before the first item, and before an item if the caller's work since the last
 * turn took more than {@link SLICE_MS}. Work on one item should take only milliseconds.
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
