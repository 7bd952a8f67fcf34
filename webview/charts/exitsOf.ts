import { firstFrom } from "../../src/runs/stepAxes";
import type { Points } from "../../src/runs/thinCurve";
import { type ChartLine, drawnPoints } from "../figures/chartLine";
import type { PlotScale } from "../figures/plotScale";
import { valuesIn } from "../figures/valuesIn";
import type { Plot } from "./Painter";

/** A place where a line leaves a plot through the upper or the lower edge. */
export interface Exit {
  /** Place of the first value beyond the edge, on the x axis. */
  x: number;
  /** Whether the value is beyond the upper edge. */
  isAbove: boolean;
}

/**
 * The places where a line first leaves a plot through the upper and through the lower edge. Values that only a zoom of
 * the y axis hides do not count. The result is empty if the y axis, when it is not zoomed, shows all values.
 */
export function exitsOf(line: ChartLine, { x, y, fitted }: Plot, showsRaw: boolean): Exit[] {
  if (!fitted) return [];
  const [low, high] = [Math.min(fitted[0], y.min), Math.max(fitted[1], y.max)];
  let [above, below] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  const look = (place: number, value: number) => {
    if (value > high && place < above) above = place;
    // A logarithmic axis has no place for values up to 0.
    if (value < low && (value > 0 || !y.isLog) && place < below) below = place;
  };
  for (const points of drawnPoints(line, showsRaw)) {
    // Most lines have no value beyond the upper or the lower edge, as the extremes show. The loop below is then not
    // needed.
    const values = valuesIn(points.x, points.y, x.min, x.max);
    if (values.high <= high && (y.isLog ? values.lowPositive : values.low) >= low) continue;
    const begin = firstFrom(points.x, x.min);
    look(x.min, valueBefore(points, begin, x.min, { x, y }));
    let index = begin;
    for (; index < points.x.length && points.x[index]! <= x.max; index++)
      look(points.x[index]!, points.y[index]!);
    look(x.max, valueBefore(points, index, x.max, { x, y }));
  }
  return [
    ...(Number.isFinite(above) ? [{ x: above, isAbove: true }] : []),
    ...(Number.isFinite(below) ? [{ x: below, isAbove: false }] : []),
  ];
}

/**
 * The value at `place` of the stroke that is drawn from point `index - 1` to point `index`; NaN where one of the points
 * is missing.
 */
function valueBefore({ x, y }: Points, index: number, place: number, axes: Pick<Plot, "x" | "y">): number {
  if (index < 1 || index >= x.length) return Number.NaN;
  const share = partOf(axes.x, x[index - 1]!, x[index]!, place);
  const [before, after] = [y[index - 1]!, y[index]!];
  const from = axes.y.at(before);
  const value = axes.y.valueAt(from + share * (axes.y.at(after) - from));
  // By rounding, the value could otherwise be outside of the two points' values and beyond the end of the axis.
  return Math.min(Math.max(before, after), Math.max(Math.min(before, after), value));
}

function partOf({ at }: PlotScale, from: number, to: number, place: number): number {
  return (at(place) - at(from)) / (at(to) - at(from));
}
