/** The points that a chart draws of a curve, and the logged values that it shows. */
import type { Curve } from "./curves";
import { type CurveView, isKeptWhole, type Points, thinCurve, valueNear, visibleIndices } from "./thinCurve";

/** The visible part of a curve. */
export interface SeriesView {
  /** The visible part of the axis; left out for the whole axis. */
  range?: readonly [from: number, to: number];
  isLog: boolean;
  /** Width of the chart. A line has at most four points for each pixel, and one beyond either edge. */
  pixels: number;
  /**
   * Whether the thinned values are needed, and not only their average. Values without an average, and values that need
   * no thinning, are given in any case.
   */
  raw: boolean;
}

/** A curve as it is drawn. */
export interface DrawnSeries {
  /** The values, thinned; left out as {@link SeriesView.raw} says. */
  raw?: Points;
  /** The average of the values, thinned; left out without smoothing. */
  smoothed?: Points;
  /** Whether `raw` holds each value of the range. */
  isWhole: boolean;
  /** The first and the last place of the whole curve; left out for a curve without values. */
  extent?: [first: number, last: number];
}

/** A logged value of a curve. */
export interface LoggedValue {
  x: number;
  y: number;
  /** The average up to the value; left out when nothing is smoothed. */
  smoothed?: number;
}

/** Computes the averages of a curve's values. Those at the indices from `from` to before `to` are valid. */
export type Averages = (from: number, to: number) => Pick<Curve, "y" | "extremesIn">;

/** @param averages left out when nothing is smoothed */
export function drawnSeries(
  curve: Curve,
  averages: Averages | undefined,
  { range, pixels, isLog, raw }: SeriesView,
): DrawnSeries {
  const { length } = curve.y;
  if (length === 0) return { isWhole: true };
  const extent: [number, number] = [curve.xAt(0), curve.xAt(length - 1)];
  const [from, to] = range ?? extent;
  const view: CurveView = { from, to, buckets: pixels, isLog };
  const isWhole = isKeptWhole(curve, view);
  const average = averages && { ...curve, ...averages(...visibleIndices(curve, view)) };
  return {
    isWhole,
    extent,
    ...((raw || isWhole || !average) && { raw: thinCurve(curve, view) }),
    ...(average && { smoothed: thinCurve(average, view) }),
  };
}

/**
 * The value that {@link valueNear} finds, with its average.
 * @returns undefined where the curve has no logged value
 */
export function loggedValue(
  curve: Curve,
  averages: Averages | undefined,
  at: number,
  offset: number,
): LoggedValue | undefined {
  const value = valueNear(curve, at, offset);
  if (!value) return undefined;
  const { index, x, y } = value;
  return { x, y, ...(averages && { smoothed: averages(index, index + 1).y[index]! }) };
}
