import { MinMaxSeries, type Point } from "./MinMaxSeries";

/** Keeps about `most` points, among them all extremes and gaps. */
export function thinOut(points: Point[], most: number): Point[] {
  if (points.length <= most) return points;
  const series = new MinMaxSeries(Math.ceil(most / 2));
  for (const { y } of points) series.push(y);
  return series.points().map(({ x: index }) => points[index]!);
}
