import { firstFrom } from "../../src/runs/stepAxes";
import type { Points } from "../../src/runs/thinCurve";
import type { Band } from "./chartLine";

/** What the area around the mean of a group shows: nothing, the standard deviation, all values, or the mean's certainty. */
export const bandKinds = ["none", "sd", "minMax", "interval"] as const;
export type BandKind = (typeof bandKinds)[number];

/** Most places of a group's curve. */
const mostPlaces = 1000;

/**
 * The mean of curves at common places, and the band around it. Between two values a curve is a straight line; it takes no
 * part before its first value, after its last one, and in gaps. A band needs two curves.
 */
export function groupCurve(curves: readonly Points[], kind: BandKind): { mean: Points; band?: Band } {
  const x = commonPlaces(curves);
  const mean = new Float32Array(x.length);
  const low = new Float32Array(x.length).fill(Number.NaN);
  const high = new Float32Array(x.length).fill(Number.NaN);
  for (const [index, place] of x.entries()) {
    const values = curves.map((curve) => valueAt(curve, place)).filter((value) => !Number.isNaN(value));
    const average = values.reduce((sum, value) => sum + value, 0) / values.length;
    mean[index] = average;
    if (values.length < 2 || kind === "none") continue;
    [low[index], high[index]] = bandOf(values, average, kind) as [number, number];
  }
  return { mean: { x, y: mean }, ...(kind !== "none" && { band: { x, low, high } }) };
}

function bandOf(values: readonly number[], mean: number, kind: Exclude<BandKind, "none">): [number, number] {
  if (kind === "minMax") return [Math.min(...values), Math.max(...values)];
  const n = values.length;
  const sd = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1));
  const half = kind === "sd" ? sd : (quantile(n - 1) * sd) / Math.sqrt(n);
  return [mean - half, mean + half];
}

/** The places of all values where they are few, else places at equal distances. */
function commonPlaces(curves: readonly Points[]): Float64Array {
  const all = curves.filter(({ x }) => x.length > 0);
  if (all.length === 0) return new Float64Array();
  if (all.every(({ x }) => x.length <= mostPlaces)) {
    const places = Float64Array.from(new Set(all.flatMap(({ x }) => [...x]))).sort();
    if (places.length <= mostPlaces) return places;
  }
  const first = Math.min(...all.map(({ x }) => x[0]!));
  const last = Math.max(...all.map(({ x }) => x.at(-1)!));
  return Float64Array.from(
    { length: mostPlaces },
    (_, index) => first + ((last - first) * index) / (mostPlaces - 1),
  );
}

/** The value of a curve at a place; NaN outside it and in a gap. */
function valueAt({ x, y }: Points, place: number): number {
  const after = firstFrom(x, place);
  if (x[after] === place) return y[after]!;
  if (after === 0 || after === x.length) return Number.NaN;
  const share = (place - x[after - 1]!) / (x[after]! - x[after - 1]!);
  return y[after - 1]! + share * (y[after]! - y[after - 1]!);
}

/** 97.5 % quantiles of Student's t distribution for 1 to 30 degrees of freedom. */
const studentQuantiles = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131,
  2.12, 2.11, 2.101, 2.093, 2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048, 2.045, 2.042,
];

/** The same for any number of degrees of freedom; above 30 within 0.001, by the expansion around the normal quantile. */
function quantile(freedom: number): number {
  const z = 1.959964;
  return studentQuantiles[freedom - 1] ?? z + (z ** 3 + z) / (4 * freedom);
}
