import { firstFrom } from "../../src/runs/stepAxes";
import { type ChartLine, drawnPoints } from "../figures/chartLine";
import type { Plot } from "./Painter";

/** A place where a line leaves a plot. */
export interface Exit {
  /** Place of the first value beyond the edge, on the x axis. */
  x: number;
  /** Whether the value is beyond the upper edge. */
  isAbove: boolean;
}

/**
 * The first place where a line leaves a plot through the upper edge, and through the lower edge, if the plot marks it.
 */
export function exitsOf(line: ChartLine, { x, y, marksBeyond }: Plot, showsRaw: boolean): Exit[] {
  if (!marksBeyond) return [];
  let [above, below] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (const points of drawnPoints(line, showsRaw)) {
    for (let index = firstFrom(points.x, x.min); index < points.x.length; index++) {
      const place = points.x[index]!;
      if (place > x.max) break;
      const value = points.y[index]!;
      if (value > y.max && place < above) above = place;
      // A logarithmic axis has no place for values up to 0.
      if (value < y.min && (value > 0 || !y.isLog) && place < below) below = place;
    }
  }
  return [
    ...(Number.isFinite(above) ? [{ x: above, isAbove: true }] : []),
    ...(Number.isFinite(below) ? [{ x: below, isAbove: false }] : []),
  ];
}
