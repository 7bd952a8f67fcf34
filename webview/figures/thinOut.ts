import { MinMaxSeries, type Point } from "./MinMaxSeries";

/** About `most` of the points: the lowest and the highest of neighbouring points, and their first gap. */
export function thinOut(points: Point[], most: number): Point[] {
  if (points.length <= most) return points;
  const series = new MinMaxSeries(Math.ceil(most / 2));
  for (const { y } of points) series.push(y);
  return series.points().map(({ x: index }) => points[index]!);
}
