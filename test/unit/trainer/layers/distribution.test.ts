import { expect, test } from "vitest";
import { figure, histogramOf } from "../../../../src/trainer/layers/distribution";

const total = (counts: number[]) => counts.reduce((sum, one) => sum + one, 0);

test("a histogram counts the values of all arrays, except zeros and values that are not finite", () => {
  const histogram = histogramOf([Float32Array.of(0, 1, 2, Number.NaN), Float32Array.of(0, 3, Infinity)])!;
  expect(histogram).toMatchObject({ from: 1, to: 3 });
  expect(total(histogram.counts)).toBe(3);
  expect([histogram.counts[0], histogram.counts[16], histogram.counts[31]]).toEqual([1, 1, 1]);
});

test("zeros alone have no histogram, and equal values are all in the first bin", () => {
  expect(histogramOf([new Float32Array(5)])).toBeNull();
  expect(histogramOf([Float32Array.of(2, 2)])!.counts[0]).toBe(2);
});

test("the outermost bins count the values more than 4 standard deviations from the mean, too", () => {
  const values = Float32Array.from({ length: 1000 }, (_, index) => (index % 2 === 0 ? 1 : -1));
  values[0] = 100;
  const { to, counts } = histogramOf([values])!;
  expect(to).toBeLessThan(15);
  expect(counts[31]).toBe(1);
});

test("a histogram of many values counts at most 4096 of them, from every column of a matrix", () => {
  const columns = Float32Array.from({ length: 512 * 784 }, (_, index) => 1 + (index % 784));
  const { from, to, counts } = histogramOf([columns])!;
  expect(total(counts)).toBeLessThanOrEqual(4096);
  expect(total(counts)).toBeGreaterThan(4000);
  expect([from, to]).toEqual([1, 784]);
});

test("a figure has five digits, and is null where it is not finite", () => {
  expect([figure(1.23456789), figure(Number.NaN), figure(Infinity)]).toEqual([1.2346, null, null]);
});
