import { describe, expect, it } from "vitest";
import { ExponentialAverage } from "../../../src/runs/ExponentialAverage";

function averages(weight: number, values: number[]): number[] {
  const average = new ExponentialAverage(weight);
  return values.map((value) => average.next(value));
}

describe("the exponential average", () => {
  const values = [2.3, 2.1, 2.4, 1.9, 1.2, 1.5];

  it("is the moving average without bias", () => {
    let biased = 0;
    const expected = values.map((value, index) => {
      biased = 0.9 * biased + 0.1 * value;
      return biased / (1 - 0.9 ** (index + 1));
    });
    averages(0.9, values).forEach((value, index) => {
      expect(value).toBeCloseTo(expected[index]!, 12);
    });
  });

  it("follows every value at weight 0", () => {
    expect(averages(0, values)).toEqual(values);
  });

  it("is the plain mean at weight 1", () => {
    const sum = values.reduce((a, b) => a + b);
    expect(averages(1, values).at(-1)).toBeCloseTo(sum / values.length, 12);
  });

  it("keeps a constant series exactly", () => {
    expect(averages(0.99, Array(1000).fill(0.1))).toEqual(Array(1000).fill(0.1));
  });

  it("keeps a gap as a gap, and ignores it afterwards", () => {
    const [a, gap, infinite, b] = averages(0.5, [1, Number.NaN, Number.POSITIVE_INFINITY, 2]);
    expect([gap, infinite]).toEqual([Number.NaN, Number.NaN]);
    expect([a, b]).toEqual(averages(0.5, [1, 2]));
  });
});
