import { describe, expect, test } from "vitest";
import { extremesIn, GrowingExtremes } from "../../../src/runs/extremes";

/** 5000 values, of which many are equal and some are NaN, among them 1099 in a row: more than two blocks of 512. */
const values = Float32Array.from({ length: 5000 }, (_, index) =>
  (index > 1000 && index < 2100) || index % 701 === 700 ? Number.NaN : Math.round(9 * Math.sin(index)),
);

describe("the extremes of a curve that grows", () => {
  const parts = [0, 1, 511, 512, 513, 1024, 1600, 2047, 2048, 3000, 5000].flatMap((begin, _, ends) =>
    ends.filter((end) => end >= begin).map((end) => [begin, end] as const),
  );

  test("equal those computed from all its values at once", () => {
    const kept = new GrowingExtremes();
    for (const length of [600, 2048, 5000])
      for (const [begin, end] of parts)
        if (end <= length)
          expect(kept.in(values.subarray(0, length), begin, end), `${begin} to ${end}`).toEqual(
            extremesIn(values, begin, end),
          );
  });

  test("are at the first of equal values, and at −1 where all values are gaps", () => {
    expect(extremesIn(Float32Array.of(2, 1, 1, 2, Number.NaN), 0, 5)).toEqual({ low: 1, high: 0, gap: 4 });
    expect(extremesIn(values, 1001, 1010)).toEqual({ low: -1, high: -1, gap: 1001 });
  });
});
