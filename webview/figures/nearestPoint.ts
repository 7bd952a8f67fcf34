import type { Point } from "./MinMaxSeries";

/** The point with the nearest `x`, ignoring gaps; undefined when there is none. `points` are in order of `x`. */
export function nearestPoint(points: readonly Point[], x: number): Point | undefined {
  const after = firstAtOrAfter(points, x);
  const left = neighbour(points, after - 1, -1);
  const right = neighbour(points, after, 1);
  if (!left || !right) return left ?? right;
  return x - left.x <= right.x - x ? left : right;
}

/** The next point that is not a gap, from `index` on in one direction. */
function neighbour(points: readonly Point[], index: number, direction: 1 | -1): Point | undefined {
  while (points[index] && Number.isNaN(points[index].y)) index += direction;
  return points[index];
}

function firstAtOrAfter(points: readonly Point[], x: number): number {
  let low = 0;
  let high = points.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (points[middle]!.x < x) low = middle + 1;
    else high = middle;
  }
  return low;
}
