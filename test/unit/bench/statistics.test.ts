import { describe, expect, test } from "vitest";
import { median, ratios, summarize } from "../../bench/statistics";

describe("summaries", () => {
  test("the median of an odd number is the middle one, whatever their order", () => {
    expect(summarize([5, 1, 3])).toEqual({ median: 3, least: 1, most: 5, count: 3 });
  });

  test("the median of an even number lies between the two in the middle", () => {
    expect(median([4, 1, 2, 10])).toBe(3);
  });

  test("numbers are ordered as numbers", () => {
    expect(summarize([10, 9, 100]).least).toBe(9);
  });

  test("the measurements stay unchanged", () => {
    const values = [3, 1, 2];
    summarize(values);
    expect(values).toEqual([3, 1, 2]);
  });

  test("an empty list of measurements is refused", () => {
    expect(() => summarize([])).toThrow(RangeError);
  });
});

describe("ratios", () => {
  test("a slowdown of both measurements of a pair leaves their ratio unchanged", () => {
    expect(ratios([2, 20], [1, 10])).toEqual([2, 2]);
  });

  test("a measurement without its partner is refused", () => {
    expect(() => ratios([1, 2], [1])).toThrow("2 and 1");
  });
});
