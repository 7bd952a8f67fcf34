import type { Spread } from "../../src/runs/groupCurve";
import type { Points } from "../../src/runs/thinCurve";
import type { Band } from "./chartLine";
import type { Range } from "./plotScale";

/**
 * What the area around the mean of a group shows: nothing, one standard deviation to either side, the range of all
 * values, or the 95 % confidence interval of the mean.
 */
export const bandKinds = ["none", "sd", "minMax", "interval"] as const;
export type BandKind = (typeof bandKinds)[number];

/**
 * The band around the mean of a group; NaN where fewer than two runs have a value.
 * @param possible the lowest and the highest possible value, beyond which the band does not go
 */
export function groupBand(
  mean: Points,
  { count, sd, min, max }: Spread,
  kind: Exclude<BandKind, "none">,
  [least, most]: Range,
): Band {
  const { x, y } = mean;
  if (kind === "minMax") {
    const ofSeveral = (values: Float32Array) =>
      values.map((value, index) => (count[index]! < 2 ? Number.NaN : value));
    return { x, low: ofSeveral(min), high: ofSeveral(max) };
  }
  const half = sd.map((deviation, index) => {
    const n = count[index]!;
    return kind === "sd" ? deviation : (quantile(n - 1) * deviation) / Math.sqrt(n);
  });
  return {
    x,
    low: y.map((value, index) => Math.max(least, value - half[index]!)),
    high: y.map((value, index) => Math.min(most, value + half[index]!)),
  };
}

/** 97.5 % quantiles of Student's t distribution for 1 to 30 degrees of freedom. */
const studentQuantiles = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131,
  2.12, 2.11, 2.101, 2.093, 2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048, 2.045, 2.042,
];

/**
 * The 97.5 % quantile of Student's t distribution. Up to 30 degrees of freedom, it is read from
 * {@link studentQuantiles}. Above, it is the sum of the first two terms of the quantile's expansion around the quantile
 * `z` of the normal distribution. This sum is at most 0.0031 too low.
 */
function quantile(freedom: number): number {
  const z = 1.959964;
  return studentQuantiles[freedom - 1] ?? z + (z ** 3 + z) / (4 * freedom);
}
