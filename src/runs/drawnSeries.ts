/** The points of a curve that a chart draws, and single values of a curve. */
import type { Curve } from "./curves";
import { type CurveView, isKeptWhole, type Points, thinCurve, valueNear, visibleIndices } from "./thinCurve";

/** The part of a curve that a chart shows, and the size of the chart. */
export interface SeriesView {
  /** The visible part of the axis; left out for the whole axis. */
  range?: readonly [from: number, to: number];
  isLog: boolean;
  /**
   * Width (pixels) of the chart. A line has no more than four points for each pixel, and one point beyond each edge.
   */
  pixels: number;
  /**
   * False if only the averages are needed. `raw` of {@link DrawnSeries} is then left out, except if nothing is smoothed
   * or if the values need no thinning.
   */
  raw: boolean;
}

/** A curve as it is drawn. */
export interface DrawnSeries {
  /** The values, thinned; absent as described for {@link SeriesView.raw}. */
  raw?: Points;
  /** The averages of the values, thinned; absent if nothing is smoothed. */
  smoothed?: Points;
  /** Whether all values of the visible part are drawn. `raw` is then not thinned. */
  isWhole: boolean;
  /** The first and the last x of the whole curve; absent for a curve without values. */
  extent?: [first: number, last: number];
}

/** A logged value of a curve. */
export interface LoggedValue {
  x: number;
  y: number;
  /** The exponential average at the value; absent if nothing is smoothed. */
  smoothed?: number;
}

/** Computes the averages of a curve's values. Only the averages at the indices from `from` to before `to` are valid. */
export type Averages = (from: number, to: number) => Pick<Curve, "y" | "extremesIn">;

/** Thins a curve to what a chart can show. @param averages undefined if nothing is smoothed */
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
 * The value of a curve that {@link valueNear} finds for `at` and `offset`, with the average at this value.
 * @returns undefined if the curve has no value, or only gaps (NaN)
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
