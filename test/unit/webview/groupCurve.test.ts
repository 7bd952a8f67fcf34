import { describe, expect, test } from "vitest";
import type { Points } from "../../../src/runs/thinCurve";
import { groupCurve } from "../../../webview/figures/groupCurve";

const curve = (...points: [x: number, y: number][]): Points => ({
  x: Float64Array.from(points, ([x]) => x),
  y: Float32Array.from(points, ([, y]) => y),
});
const three = [curve([1, 1], [2, 4]), curve([1, 2], [2, 5]), curve([1, 3], [2, 9])];

describe("the mean of a group", () => {
  test("is at the places of all values", () => {
    const { mean, band } = groupCurve(three, "none");
    expect([[...mean.x], [...mean.y], band]).toEqual([[1, 2], [2, 6], undefined]);
  });

  test("interpolates between values, and never beyond them", () => {
    const { mean } = groupCurve([curve([0, 0], [2, 2]), curve([1, 3], [4, 3])], "none");
    expect([[...mean.x], [...mean.y]]).toEqual([
      [0, 1, 2, 4],
      [0, 2, 2.5, 3],
    ]);
  });

  test("leaves out a curve in its gap", () => {
    const { mean } = groupCurve(
      [curve([1, 1], [2, Number.NaN], [3, 1]), curve([1, 3], [2, 3], [3, 3])],
      "none",
    );
    expect([...mean.y]).toEqual([2, 3, 2]);
  });

  test("has a limited number of places", () => {
    const long = curve(...Array.from({ length: 5000 }, (_, index): [number, number] => [index, index]));
    const { mean } = groupCurve([long, long], "sd");
    expect(mean.x).toHaveLength(1000);
    expect([mean.x[0], mean.x.at(-1)]).toEqual([0, 4999]);
    expect(mean.y[500]).toBeCloseTo(mean.x[500]!, 2);
  });

  test("of nothing is nothing", () => {
    expect(groupCurve([], "sd").mean.x).toHaveLength(0);
  });
});

describe("the band of a group", () => {
  const bandAt = (kind: "sd" | "minMax" | "interval", index: number) => {
    const { low, high } = groupCurve(three, kind).band!;
    return [low[index], high[index]];
  };

  test("is the standard deviation of the sample", () => {
    expect(bandAt("sd", 0)).toEqual([1, 3]);
  });

  test("is from the lowest to the highest value", () => {
    expect(bandAt("minMax", 1)).toEqual([4, 9]);
  });

  test("is the 95 % interval of the mean by Student's t", () => {
    // 2 ± 4.303 · 1 / √3
    expect(bandAt("interval", 0)).toEqual([expect.closeTo(2 - 2.4843, 3), expect.closeTo(2 + 2.4843, 3)]);
  });

  test("is missing where there is one curve only", () => {
    const { band } = groupCurve([curve([1, 1], [2, 2]), curve([1, 2])], "sd");
    expect(band!.low[1]).toBeNaN();
  });
});
