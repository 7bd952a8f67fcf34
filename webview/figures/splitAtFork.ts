import type { Point } from "./MinMaxSeries";

/**
 * Splits a fork's curve into the parent's part and its own. Both parts have the first point at the fork or after it.
 */
export function splitAtFork(points: Point[], fork: number | undefined): { parent: Point[]; own: Point[] } {
  if (fork === undefined) return { parent: [], own: points };
  const index = points.findIndex(({ x }) => x >= fork);
  const begin = index === -1 ? points.length : index;
  return { parent: points.slice(0, begin + 1), own: points.slice(begin) };
}
