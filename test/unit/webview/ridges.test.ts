import { expect, test } from "vitest";
import { evenly } from "../../../src/runs/layers/evenly";
import { ridgesOf } from "../../../webview/figures/ridges";

const at = (step: number, from: number, to: number, counts: number[]) => ({
  step,
  histogram: { from, to, counts },
});

test("ridges share an axis, and their heights depend on the share of the values in a bin", () => {
  const { from, to, ridges } = ridgesOf([at(0, 0, 1, [5, 5]), at(9, -1, 3, [1, 2, 2, 1])])!;
  expect([from, to]).toEqual([-1, 3]);
  expect(ridges.map(({ step }) => step)).toEqual([0, 9]);
  expect(ridges[0]!.points.map(({ x }) => x)).toEqual([0.25, 0.3125, 0.4375, 0.5]);
  // The highest density is half of a record's values on an eighth of the axis: 4. The second ridge has a third of its
  // values on a quarter of the axis: 4/3. A height is the square root of a density divided by the highest density.
  expect(ridges[0]!.points.map(({ height }) => height)).toEqual([0, 1, 1, 0]);
  expect(ridges[1]!.points[2]!.height).toBeCloseTo(Math.sqrt(1 / 3));
});

test("records without a histogram have no ridge", () => {
  expect(ridgesOf([{ step: 0, histogram: null }])).toBeUndefined();
  expect(ridgesOf([{ step: 0, histogram: null }, at(4, 0, 1, [1])])!.ridges).toHaveLength(1);
});

test("a histogram of equal values is a ridge of finite height", () => {
  const { ridges } = ridgesOf([at(0, 2, 2, [3, 0])])!;
  for (const { x, height } of ridges[0]!.points) expect([x, height].every(Number.isFinite)).toBe(true);
});

test("a few of many items are chosen at equal distances, with the first and the last", () => {
  const items = Array.from({ length: 100 }, (_, index) => index);
  expect(evenly(items, 4)).toEqual([0, 33, 66, 99]);
  expect(evenly(items.slice(0, 3), 4)).toEqual([0, 1, 2]);
  expect(evenly(items, 1)).toEqual([99]);
});
