import { describe, expect, it } from "vitest";
import { MinMaxSeries } from "../../../webview/figures/MinMaxSeries";

function seriesOf(capacity: number, values: number[]): MinMaxSeries {
  const series = new MinMaxSeries(capacity);
  for (const value of values) series.push(value);
  return series;
}

/** Losses that fall and scatter, the same in each run of the test. */
function losses(count: number): number[] {
  return Array.from({ length: count }, (_, step) => 2.3 / (1 + step / 1000) + 0.1 * Math.sin(step * step));
}

describe("a series thinned out for drawing", () => {
  it("draws every value while there is space", () => {
    expect(seriesOf(8, [3, 1, 2]).points()).toEqual([
      { x: 0, y: 3 },
      { x: 1, y: 1 },
      { x: 2, y: 2 },
    ]);
  });

  it("never draws more than two points for each bucket of a long run", () => {
    const series = seriesOf(600, losses(100_000));
    expect(series.points().length).toBeLessThanOrEqual(1200);
    expect(series.points().length).toBeGreaterThan(600);
  });

  it("draws only values that were logged, at their steps and in their order", () => {
    const values = losses(12_345);
    const points = seriesOf(100, values).points();
    for (const { x, y } of points) expect(y).toBe(values[x]);
    expect(points.map(({ x }) => x)).toEqual(points.map(({ x }) => x).sort((a, b) => a - b));
  });

  it("keeps a single spike and a single dip of a long run", () => {
    const values = losses(50_000);
    values[31_234] = 97;
    values[40_001] = -5;
    const points = seriesOf(100, values).points();
    expect(points).toContainEqual({ x: 31_234, y: 97 });
    expect(points).toContainEqual({ x: 40_001, y: -5 });
  });

  it("keeps a single gap of a long run", () => {
    const values = losses(50_000);
    values[20_000] = Number.NaN;
    expect(seriesOf(100, values).points()).toContainEqual({ x: 20_000, y: Number.NaN });
  });

  it("draws nothing but a gap where nothing was finite", () => {
    expect(seriesOf(4, Array(16).fill(Number.NaN)).points()).toEqual(
      [0, 4, 8, 12].map((x) => ({ x, y: Number.NaN })),
    );
  });

  it("has the same points however its values arrive", () => {
    const values = losses(10_000);
    const series = new MinMaxSeries(64);
    values.forEach((value, step) => {
      series.push(value);
      if (step % 97 === 0) series.points();
    });
    expect(series.points()).toEqual(seriesOf(64, values).points());
  });

  it("works with an odd number of buckets", () => {
    const values = losses(1000);
    const points = seriesOf(7, values).points();
    expect(Math.max(...points.map(({ y }) => y))).toBe(Math.max(...values));
    expect(Math.min(...points.map(({ y }) => y))).toBe(Math.min(...values));
  });
});
