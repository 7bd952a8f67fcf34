import { describe, expect, test } from "vitest";
import {
  joinedRange,
  limitedRange,
  paddedRange,
  plotScale,
  plotTicks,
  zoomed,
} from "../../../webview/figures/plotScale";

describe("a scale", () => {
  test.each([true, false])("maps values to pixels and back (logarithmic: %s)", (isLog) => {
    const scale = plotScale(1, 1000, isLog, 50, 350);
    expect([scale.at(1), scale.at(1000)]).toEqual([50, expect.closeTo(350)]);
    expect(scale.valueAt(scale.at(123))).toBeCloseTo(123);
  });

  test("has equal distances for equal factors where it is logarithmic", () => {
    const { at } = plotScale(1, 1000, true, 0, 300);
    expect([at(10), at(100)]).toEqual([expect.closeTo(100), expect.closeTo(200)]);
    expect(at(0)).toBeNaN();
    expect(at(-1)).toBeNaN();
  });
});

describe("ticks", () => {
  const ticks = (min: number, max: number, isLog: boolean, most = 6) =>
    plotTicks(plotScale(min, max, isLog, 0, 100), most);

  test("are round values", () => {
    expect(ticks(0, 1, false)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
    expect(ticks(0.1, 0.34, false)).toEqual([0.1, 0.15, 0.2, 0.25, 0.3]);
    expect(ticks(-3, 12, false)).toEqual([0, 5, 10]);
  });

  test("are whole where only whole numbers are on the axis", () => {
    const scale = plotScale(1, 3, false, 0, 100);
    expect(plotTicks(scale, 6)).toEqual([1, 1.5, 2, 2.5, 3]);
    expect(plotTicks(scale, 6, true)).toEqual([1, 2, 3]);
  });

  test("are powers of ten, with multiples where there is room", () => {
    expect(ticks(1, 1000, true)).toEqual([1, 10, 100, 1000]);
    expect(ticks(1, 100, true, 8)).toEqual([1, 2, 5, 10, 20, 50, 100]);
  });

  test("are round values within one power of ten", () => {
    expect(ticks(0.21, 0.29, true)).toEqual([0.22, 0.24, 0.26, 0.28]);
  });

  test("are few over many powers of ten", () => {
    expect(ticks(1e-12, 1e12, true).length).toBeLessThanOrEqual(7);
  });

  test("exist for a single value", () => {
    expect(ticks(2, 2, false)).toEqual([2]);
  });
});

test("a range of values gets a margin, also without values", () => {
  expect(paddedRange(0, 1, false)).toEqual([-0.04, 1.04]);
  expect(paddedRange(2, 2, false)).toEqual([expect.closeTo(1.8), expect.closeTo(2.2)]);
  expect(paddedRange(0, 0, false)).toEqual([-1, 1]);
  expect(paddedRange(1, 0, true)).toEqual([1, 10]);
  const [low, high] = paddedRange(1, 100, true);
  expect([low < 1, high > 100, low > 0]).toEqual([true, true, true]);
});

test("zooming keeps the value under the pointer in its place", () => {
  expect(zoomed(plotScale(0, 100, false, 0, 100), 0.5, 20)).toEqual([10, 60]);
  const [from, to] = zoomed(plotScale(1, 100, true, 0, 100), 0.5, 10);
  expect([from, to]).toEqual([expect.closeTo(10 ** 0.5), expect.closeTo(10 ** 1.5)]);
});

test("a range is limited to the axis, and is undefined if it covers the whole axis or none of it", () => {
  expect(limitedRange([-5, 50], [0, 100])).toEqual([0, 50]);
  expect(limitedRange([-5, 500], [0, 100])).toBeUndefined();
  expect(limitedRange([150, 200], [0, 100])).toBeUndefined();
});

describe("the range of linked charts", () => {
  test("covers the ranges of all of them", () => {
    expect(
      joinedRange(
        [
          [0, 300],
          [100, 400],
        ],
        false,
      ),
    ).toEqual([0, 400]);
    expect(joinedRange([], false)).toBeUndefined();
  });

  test("begins at a positive value on a logarithmic axis if a chart has one", () => {
    expect(
      joinedRange(
        [
          [0, 300],
          [1, 300],
          [100, 300],
        ],
        true,
      ),
    ).toEqual([1, 300]);
    expect(joinedRange([[0, 300]], true)).toEqual([0, 300]);
  });
});
