import type { Curve } from "./curves";
import { extremesIn } from "./extremes";

/** The visible range of the x axis, and how many values a chart can show there. */
export interface CurveView {
  from: number;
  to: number;
  /**
   * Number of parts into which the chart is divided, such as its width in pixels. All parts are equally wide. Of the
   * values in a part, the lowest value, the highest value and the first gap are kept.
   */
  buckets: number;
  /** Whether the x axis is logarithmic, so that parts of equal width are equal factors of x. */
  isLog: boolean;
}

/** Points of a curve. In a gap, y is NaN. */
export interface Points {
  x: Float64Array;
  y: Float32Array;
}

/**
 * Indices, from `first` to before `end`, of the values in a range, and of one more value at either side, so that a line
 * reaches the edges of the chart.
 */
export function visibleIndices(
  curve: Curve,
  { from, to }: Pick<CurveView, "from" | "to">,
): [first: number, end: number] {
  const first = Math.max(0, curve.indexAt(from) - 1);
  return [first, Math.max(first, Math.min(curve.y.length, curve.indexAt(to) + 1))];
}

/** Whether {@link thinCurve} keeps every visible value: no more than four values for each bucket are visible. */
export function isKeptWhole(curve: Curve, view: CurveView): boolean {
  const [first, end] = visibleIndices(curve, view);
  return end - first <= 4 * view.buckets;
}

/**
 * The visible values of a curve; if there are too many, the first and the last one and those that
 * {@link CurveView.buckets} keeps.
 */
export function thinCurve(curve: Curve, view: CurveView): Points {
  const [first, end] = visibleIndices(curve, view);
  if (!isKeptWhole(curve, view)) return pointsAt(curve, extremes(curve, view, first, end));
  return pointsAt(
    curve,
    Array.from({ length: end - first }, (_, offset) => first + offset),
  );
}

function pointsAt({ y, xAt }: Curve, indices: readonly number[]): Points {
  const points = { x: new Float64Array(indices.length), y: new Float32Array(indices.length) };
  for (let at = 0; at < indices.length; at++) {
    points.x[at] = xAt(indices[at]!);
    points.y[at] = y[indices[at]!]!;
  }
  return points;
}

/** Indices of the first and the last visible value, and of the extremes and the first gap of each bucket. */
function extremes(curve: Curve, view: CurveView, first: number, end: number): number[] {
  const { buckets } = view;
  const indices: number[] = [first];
  const borderOf = borders(curve, view, first, end);
  let begin = first + 1;
  for (let bucket = 1; bucket <= buckets; bucket++) {
    const border = bucket === buckets ? end - 1 : Math.min(end - 1, curve.indexAt(borderOf(bucket)));
    addExtremes(indices, curve, begin, border);
    begin = Math.max(begin, border);
  }
  indices.push(end - 1);
  return indices;
}

/** Returns a function that takes the number of a bucket, from 1, and returns the x at which the bucket ends. */
function borders(
  { xAt }: Curve,
  { from, to, buckets, isLog }: CurveView,
  first: number,
  end: number,
): (bucket: number) => number {
  const high = Math.min(to, xAt(end - 1));
  const low = Math.max(from, xAt(first));
  if (!isLog || high <= 0) return (bucket) => low + ((high - low) * bucket) / buckets;
  // A logarithmic axis begins above 0. If `low` is 0, it begins at the x of the next value, or at a billionth of `high`
  // if that is larger.
  const least = low > 0 ? low : Math.min(high, Math.max(xAt(first + 1), high * 1e-9));
  return (bucket) => least * (high / least) ** (bucket / buckets);
}

/**
 * Adds the indices, ascending, of the lowest value, the highest value and the first gap among the indices from `begin`
 * to before `end`.
 */
function addExtremes(indices: number[], curve: Curve, begin: number, end: number): void {
  if (begin >= end) return;
  const { low, high, gap } = curve.extremesIn?.(begin, end) ?? extremesIn(curve.y, begin, end);
  const [earlier, later] = low < high ? [low, high] : [high, low];
  // The two or three indices are sorted by comparisons, which is fast: this code runs once for each bucket.
  if (gap >= 0 && gap < earlier) indices.push(gap);
  if (earlier >= 0) indices.push(earlier);
  if (gap > earlier && gap < later) indices.push(gap);
  if (later > earlier) indices.push(later);
  if (gap > later) indices.push(gap);
}

export interface CurveValue {
  index: number;
  x: number;
  y: number;
}

/**
 * The value nearest to an x, or a value that is `offset` values away from it. Gaps are not counted.
 * @param offset number of values to go forward from the nearest value; backward if negative. If the curve has fewer
 * values in this direction, the last of them is returned
 * @returns undefined if the curve consists of gaps only
 */
export function valueNear(curve: Curve, x: number, offset = 0): CurveValue | undefined {
  const { y, xAt } = curve;
  const after = curve.indexAt(x);
  const left = nextLogged(y, after - 1, -1);
  const right = nextLogged(y, after, 1);
  if (left === undefined && right === undefined) return undefined;
  let index = left === undefined || (right !== undefined && xAt(right) - x < x - xAt(left)) ? right! : left;
  for (let left = Math.abs(offset); left > 0; left--) {
    const next = nextLogged(y, index + Math.sign(offset), Math.sign(offset));
    if (next === undefined) break;
    index = next;
  }
  return { index, x: xAt(index), y: y[index]! };
}

function nextLogged(y: Float32Array, index: number, direction: number): number | undefined {
  for (let at = index; at >= 0 && at < y.length; at += direction) if (!Number.isNaN(y[at]!)) return at;
  return undefined;
}
