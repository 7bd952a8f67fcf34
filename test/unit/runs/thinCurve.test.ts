import { describe, expect, test } from "vitest";
import type { Curve } from "../../../src/runs/curves";
import { type CurveView, isKeptWhole, thinCurve, valueNear } from "../../../src/runs/thinCurve";

/** A curve whose values are at the positions 1, 2, 3 and so on of the axis. */
const curveOf = (values: ArrayLike<number>): Curve => ({
  y: Float32Array.from(values),
  xAt: (index) => index + 1,
  indexAt: (x) => Math.min(values.length, Math.max(0, Math.ceil(x) - 1)),
});

const wave = Array.from({ length: 100_000 }, (_, index) => Math.sin(index * 7) + index / 50_000);
const whole: CurveView = { from: 1, to: 100_000, buckets: 100, isLog: false };

describe("a thinned curve", () => {
  test("has every value if all of them fit", () => {
    const [curve, view] = [curveOf([3, 1, 2]), { ...whole, to: 3 }];
    const { x, y } = thinCurve(curve, view);
    expect([[...x], [...y], isKeptWhole(curve, view)]).toEqual([[1, 2, 3], [3, 1, 2], true]);
  });

  test("has few points, each of which was logged", () => {
    const { x, y } = thinCurve(curveOf(wave), whole);
    expect(isKeptWhole(curveOf(wave), whole)).toBe(false);
    expect(x.length).toBeLessThanOrEqual(4 * 100);
    for (const [index, place] of x.entries()) expect(y[index]).toBe(Math.fround(wave[place - 1]!));
    expect([...x]).toEqual([...x].sort((a, b) => a - b));
    expect(new Set(x).size).toBe(x.length);
  });

  test("keeps the lowest and the highest value, the first and the last", () => {
    const spiked = wave.with(41_234, 50).with(77_777, -50);
    const { x, y } = thinCurve(curveOf(spiked), whole);
    expect([...y]).toEqual(expect.arrayContaining([50, -50]));
    expect([x[0], x.at(-1)]).toEqual([1, 100_000]);
  });

  test("keeps gaps", () => {
    const { x, y } = thinCurve(
      curveOf(wave.map((value, index) => (index >= 50_000 && index < 55_000 ? Number.NaN : value))),
      whole,
    );
    const gaps = [...x].filter((_, index) => Number.isNaN(y[index]!));
    expect(gaps[0]).toBe(50_001);
    expect(gaps.length).toBeGreaterThan(1);
    expect([...x].some((place, index) => place > 50_001 && place <= 55_000 && !Number.isNaN(y[index]!))).toBe(
      false,
    );
  });

  test("of a range has its values, and one at either side", () => {
    const view = { ...whole, from: 500, to: 510.5 };
    const { x } = thinCurve(curveOf(wave), view);
    expect([...x]).toEqual(Array.from({ length: 13 }, (_, index) => 499 + index));
    expect(isKeptWhole(curveOf(wave), view)).toBe(true);
  });

  test("of a range without values has its neighbours", () => {
    const { x } = thinCurve(curveOf([1, 2, 3]), { ...whole, from: 1.2, to: 1.8 });
    expect([...x]).toEqual([1, 2]);
    expect(thinCurve(curveOf([]), whole).x).toHaveLength(0);
  });

  test("keeps points in every part of a logarithmic axis", () => {
    const { x } = thinCurve(curveOf(wave), { ...whole, isLog: true });
    const upTo = (limit: number) => [...x].filter((place) => place <= limit).length;
    expect(upTo(10)).toBe(10);
    expect(upTo(1000) - upTo(100)).toBeGreaterThan(30);
  });
});

describe("the value near a position", () => {
  const curve = curveOf([5, Number.NaN, 7, 8]);

  test("is the nearest one that was logged", () => {
    expect(valueNear(curve, 2.2)).toEqual({ index: 2, x: 3, y: 7 });
    expect(valueNear(curve, -4)).toEqual({ index: 0, x: 1, y: 5 });
    expect(valueNear(curve, 99)).toEqual({ index: 3, x: 4, y: 8 });
    expect(valueNear(curveOf([Number.NaN]), 1)).toBeUndefined();
  });

  test("moves by logged values, up to the ends", () => {
    expect(valueNear(curve, 1, 1)?.x).toBe(3);
    expect(valueNear(curve, 4, -2)?.x).toBe(1);
    expect(valueNear(curve, 3, 5)?.x).toBe(4);
  });
});
