import type { Point } from "./MinMaxSeries";

/** A loss of more than this many times the first one makes all others indistinguishable on a linear axis. */
const steepRise = 30;

/** Whether a loss curve is readable on a logarithmic axis only, such as that of a run that diverges. */
export function needsLogScale(points: readonly Point[]): boolean {
  const first = points.find(({ y }) => y > 0)?.y;
  return first !== undefined && points.some(({ y }) => y > steepRise * first);
}
