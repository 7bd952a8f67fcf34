/** What a chart draws of a curve, and the values that it reads of it. */
import type { Curve } from "./curves";
import { type CurveView, isKeptWhole, type Points, thinCurve, valueNear, visibleIndices } from "./thinCurve";

/** The visible part of a curve. */
export interface SeriesView {
  /** The visible part of the axis. Left out for the whole. */
  range?: readonly [from: number, to: number];
  isLog: boolean;
  /** Width of the chart. A line gets at most four points for each pixel. */
  pixels: number;
  /**
   * Whether the values are drawn behind their average. Otherwise only the average is given where values were left out.
   */
  raw: boolean;
}

/** A curve as it is drawn. */
export interface DrawnSeries {
  /** The values, thinned; left out when they were not asked for. */
  raw?: Points;
  /** The average of the values, thinned; left out without smoothing. */
  smoothed?: Points;
  /** Whether `raw` holds each value of the range. */
  isWhole: boolean;
  /** The first and the last place of the whole curve; undefined for a curve without values. */
  extent?: [first: number, last: number];
}

/** A logged value of a curve. */
export interface LoggedValue {
  x: number;
  y: number;
  /** The average up to the value; left out when nothing is smoothed. */
  smoothed?: number;
}

/** The averages of a curve's values, by their indices. Those from `from` to before `to` are valid. */
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
 * The logged value nearest to a place, or a number of logged values after it.
 * @returns undefined where the curve has none
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
