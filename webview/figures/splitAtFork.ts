import type { Point } from "./MinMaxSeries";

/** The parent's part of a fork's curve and its own, which meet at the fork. */
export function splitAtFork(points: Point[], fork: number | undefined): { parent: Point[]; own: Point[] } {
  if (fork === undefined) return { parent: [], own: points };
  const index = points.findIndex(({ x }) => x >= fork);
  const begin = index === -1 ? points.length : index;
  return { parent: points.slice(0, begin + 1), own: points.slice(begin) };
}
