/** A place in the data's own units. */
export type Point = readonly [x: number, y: number];

/**
 * The indices of the points within a closed line, by the even-odd rule if the line crosses itself.
 * @param polygon the corners of the line. With fewer than three, no point is within
 */
export function pointsWithin(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  polygon: readonly Point[],
): number[] {
  if (polygon.length < 3) return [];
  const xs = polygon.map(([one]) => one);
  const ys = polygon.map(([, one]) => one);
  const [left, right] = [Math.min(...xs), Math.max(...xs)];
  const [bottom, top] = [Math.min(...ys), Math.max(...ys)];
  const within: number[] = [];
  for (let index = 0; index < x.length; index++) {
    const px = x[index]!;
    const py = y[index]!;
    // Most points are outside of the box around the polygon, and a NaN is outside of every box.
    if (!(px >= left && px <= right && py >= bottom && py <= top)) continue;
    if (isWithin(px, py, xs, ys)) within.push(index);
  }
  return within;
}

function isWithin(px: number, py: number, xs: readonly number[], ys: readonly number[]): boolean {
  let isInside = false;
  for (let one = 0, before = xs.length - 1; one < xs.length; before = one++) {
    const [x1, y1, x2, y2] = [xs[one]!, ys[one]!, xs[before]!, ys[before]!];
    if (y1 > py !== y2 > py && px < ((x2 - x1) * (py - y1)) / (y2 - y1) + x1) isInside = !isInside;
  }
  return isInside;
}
