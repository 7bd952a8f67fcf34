import type { Point } from "./MinMaxSeries";

/** A loss this many times the first one flattens all others on a linear axis. */
const steepRise = 30;

/** Whether a loss curve is readable on a logarithmic axis only, as of a run that diverges. */
export function needsLogScale(points: readonly Point[]): boolean {
  const first = points.find(({ y }) => y > 0)?.y;
  return first !== undefined && points.some(({ y }) => y > steepRise * first);
}
