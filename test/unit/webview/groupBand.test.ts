import { describe, expect, test } from "vitest";
import { type BandKind, groupBand } from "../../../webview/figures/groupBand";

/** The mean of a group: three curves have the values 1, 2 and 3 at x = 1, and one of them has the value 5 at x = 2. */
const mean = { x: Float64Array.of(1, 2), y: Float32Array.of(2, 5) };
/** The spread of the same group. */
const spread = {
  count: Float32Array.of(3, 1),
  sd: Float32Array.of(1, Number.NaN),
  min: Float32Array.of(1, 5),
  max: Float32Array.of(3, 5),
};
const all = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY] as const;
const bandAt = (kind: Exclude<BandKind, "none">, index: number) => {
  const { low, high } = groupBand(mean, spread, kind, all);
  return [low[index], high[index]];
};

describe("the band of a group", () => {
  test("is the standard deviation of the sample", () => {
    expect(bandAt("sd", 0)).toEqual([1, 3]);
  });

  test("is from the lowest to the highest value", () => {
    expect(bandAt("minMax", 0)).toEqual([1, 3]);
  });

  test("is the 95 % interval of the mean by Student's t", () => {
    // 2 ± 4.303 · 1 / √3: 4.303 is the 97.5 % quantile for 2 degrees of freedom, 1 the deviation of 3 values.
    expect(bandAt("interval", 0)).toEqual([expect.closeTo(2 - 2.4843, 3), expect.closeTo(2 + 2.4843, 3)]);
    const many = { ...spread, count: Float32Array.of(101, 1) };
    // 1.98397 is the 97.5 % quantile for 100 degrees of freedom.
    expect(groupBand(mean, many, "interval", all).high[0]).toBeCloseTo(2 + 1.98397 / Math.sqrt(101), 4);
  });

  test("does not go beyond the limits of possible values", () => {
    const { low, high } = groupBand(mean, { ...spread, sd: Float32Array.of(5, 5) }, "sd", [0, 3]);
    expect([low[0], high[0]]).toEqual([0, 3]);
  });

  test("is missing where there is one curve only", () => {
    for (const kind of ["sd", "minMax", "interval"] as const)
      expect(bandAt(kind, 1)).toEqual([Number.NaN, Number.NaN]);
  });
});
