import { describe, expect, test } from "vitest";
import { CommonPlaces, GroupCurve, type Member } from "../../../src/runs/groupCurve";
import { firstFrom } from "../../../src/runs/stepAxes";

type Point = [x: number, y: number];

function member(points: readonly Point[], first = 0): Member {
  const x = points.map(([place]) => place);
  return {
    y: Float32Array.from(points, ([, y]) => y),
    xAt: (index) => x[index]!,
    indexAt: (place) => firstFrom(x, place),
    first,
  };
}

/** A curve whose values are at the positions 1, 2, 3 and so on of the axis. */
const counted = (values: readonly number[], first?: number) =>
  member(
    values.map((value, index): Point => [index + 1, value]),
    first,
  );

function groupOf(members: readonly Member[], pixels = 1000, isLog = false) {
  const places = new CommonPlaces({ range: undefined, buckets: pixels, isLog });
  for (const one of members) places.add(one);
  const curve = new GroupCurve(places.x);
  for (const one of members) curve.add(one);
  const { mean, spread } = curve.points;
  return { x: [...mean.x], mean: [...mean.y], ...spread };
}

/** Random numbers from 0 to below 1 that depend only on `seed`. */
function noise(seed: number, length: number): number[] {
  let state = seed;
  return Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  });
}

describe("the mean of a group", () => {
  test("is at the positions of all values, with count, sample standard deviation and extremes", () => {
    const { x, mean, count, sd, min, max } = groupOf([counted([1, 4]), counted([2, 5]), counted([3, 9])]);
    expect([x, mean]).toEqual([
      [1, 2],
      [2, 6],
    ]);
    expect([[...count], [...sd][0], [...min], [...max]]).toEqual([[3, 3], 1, [1, 4], [3, 9]]);
  });

  test("interpolates between values, and never beyond them", () => {
    const points = groupOf([
      member([
        [0, 0],
        [2, 2],
      ]),
      member([
        [1, 3],
        [4, 3],
      ]),
    ]);
    expect([points.x, points.mean, [...points.count]]).toEqual([
      [0, 1, 2, 4],
      [0, 2, 2.5, 3],
      [1, 2, 2, 1],
    ]);
    expect(points.sd[0]).toBeNaN();
  });

  test("leaves out a curve in its gap, and has a gap where no curve has a value", () => {
    const gap = Number.NaN;
    expect(groupOf([counted([1, gap, 1]), counted([3, 3, 3])]).mean).toEqual([2, 3, 2]);
    const { mean, min } = groupOf([counted([1, gap, 1])]);
    expect([mean, [...min]]).toEqual([
      [1, gap, 1],
      [1, gap, 1],
    ]);
  });

  test("leaves out the part of a fork's curve that the parent trained", () => {
    const { mean, count } = groupOf([counted([4, 4, 4, 4]), counted([9, 9, 0, 0], 2)]);
    expect([mean, [...count]]).toEqual([
      [4, 4, 2, 2],
      [1, 1, 2, 2],
    ]);
  });

  test("of curves with different numbers of values goes to the end of the longest one", () => {
    expect(groupOf([counted([1, 1]), counted([3, 3, 5])])).toMatchObject({ x: [1, 2, 3], mean: [2, 2, 5] });
  });

  test("has both values where a curve jumps, as the learning rate does", () => {
    const jumping = member([
      [0, 1],
      [10, 1],
      [10, 3],
      [20, 3],
    ]);
    const steady = member([
      [0, 1],
      [20, 1],
    ]);
    expect(groupOf([jumping, steady])).toMatchObject({ x: [0, 10, 10, 20], mean: [1, 1, 2, 2] });
  });

  test("of no curves, or of a curve without values of its own, has no points", () => {
    expect(groupOf([]).x).toEqual([]);
    expect(groupOf([counted([1, 2], 2)]).x).toEqual([]);
  });

  const lengths = [30_000, 29_000, 20_000];

  test.each([false, true])(
    "of long curves is exact at each of its places, and keeps the extremes (log: %s)",
    (isLog) => {
      const curves = lengths.map((length, index) => noise(index, length));
      const members = curves.map((values) => counted(values));
      const { x, mean, sd, min, max } = groupOf(members, 500, isLog);
      expect(x.length).toBeGreaterThan(isLog ? 400 : 990);
      expect(x.length).toBeLessThanOrEqual(2 * 500 + 3);
      for (const [at, place] of x.entries()) {
        // A position of the group's curve is the position of values in the runs' curves, never one between two values.
        const values = curves.flatMap((values) => values[place - 1] ?? []);
        const average = values.reduce((sum, value) => sum + value, 0) / values.length;
        const squares = values.reduce((sum, value) => sum + (value - average) ** 2, 0);
        expect(mean[at]).toBeCloseTo(average, 6);
        if (values.length > 1) expect(sd[at]).toBeCloseTo(Math.sqrt(squares / (values.length - 1)), 6);
      }
      expect(Math.min(...min)).toBe(Math.fround(Math.min(...curves.flat())));
      expect(Math.max(...max)).toBe(Math.fround(Math.max(...curves.flat())));
    },
  );

  test("of long curves that begin and end at different positions covers all of them", () => {
    const long = Array.from({ length: 50_001 }, (_, index): Point => [index + 0.5, 1]);
    const early = member([
      [-2, 3],
      [1, 3],
    ]);
    const late = member([
      [50_000, 5],
      [60_000, 5],
    ]);
    const { x, mean } = groupOf([member(long), early, late], 10);
    expect([x[0], mean[0], x.at(-1), mean.at(-1)]).toEqual([-2, 3, 60_000, 5]);
  });
});
