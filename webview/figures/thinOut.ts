import { MinMaxSeries, type Point } from "./MinMaxSeries";

/** At most about so many points: those that a line through all of them needs to keep its extremes and its gaps. */
export function thinOut(points: Point[], most: number): Point[] {
  if (points.length <= most) return points;
  const series = new MinMaxSeries(Math.ceil(most / 2));
  for (const { y } of points) series.push(y);
  return series.points().map(({ x: index }) => points[index]!);
}
