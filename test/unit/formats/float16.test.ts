import { describe, expect, test } from "vitest";
import { Float16Bits, fromFloat16, toFloat16 } from "../../../src/formats/float16";

const rounded = (...values: number[]) => [...fromFloat16(toFloat16(values))];

describe("a number in half precision", () => {
  test("keeps every value that half precision has", () => {
    const all = Float16Bits.from({ length: 2 ** 16 }, (_, value) => value);
    const isNoNumber = (value: number) => (value & 0x7c00) === 0x7c00 && (value & 0x3ff) !== 0;
    const again = toFloat16(fromFloat16(all));
    expect(all.filter((value, index) => again[index] !== value && !isNoNumber(value))).toHaveLength(0);
    expect(rounded(Number.NaN)).toEqual([Number.NaN]);
  });

  test("is the nearest one, and the even one of two that are equally near", () => {
    expect(rounded(1 + 2 ** -11, 1 + 3 * 2 ** -11, 1 + 2 ** -11 + 2 ** -20)).toEqual([
      1,
      1 + 2 ** -9,
      1 + 2 ** -10,
    ]);
    expect(rounded(2 ** -25, 3 * 2 ** -25, 2 ** -25 + 2 ** -30)).toEqual([0, 2 ** -23, 2 ** -24]);
  });

  test("is infinite above the largest one", () => {
    expect(rounded(65504, 65519, 65520, -1e9, Infinity)).toEqual([
      65504,
      65504,
      Infinity,
      -Infinity,
      Infinity,
    ]);
  });

  test("differs from a probability by less than 0.0003", () => {
    const shares = Array.from({ length: 10_001 }, (_, index) => index / 10_000);
    const errors = rounded(...shares).map((share, index) => Math.abs(share - shares[index]!));
    expect(Math.max(...errors)).toBeLessThan(3e-4);
  });
});
