import type { Point } from "./MinMaxSeries";

/** Losses this many times the first one press all others to the bottom of a linear axis. */
const steepRise = 30;

/** Whether a loss curve can be read on a logarithmic axis alone, as that of a run that diverges. */
export function asksForLogScale(points: readonly Point[]): boolean {
  const first = points.find(({ y }) => y > 0)?.y;
  return first !== undefined && points.some(({ y }) => y > steepRise * first);
}
