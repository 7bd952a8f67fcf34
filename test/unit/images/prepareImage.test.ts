import { expect, test } from "vitest";
import {
  fitInto,
  type GreyImage,
  hasLightBorder,
  inverse,
  prepareImage,
  toGrey,
  withoutBackground,
} from "../../../src/images/prepareImage";

/** A picture from strings, one for each row; a digit is the brightness of a pixel, from 0 for black to 9 for white. */
function drawn(...rows: string[]): GreyImage {
  const data = Uint8Array.from(rows.join(""), (digit) => Math.round((Number(digit) * 255) / 9));
  return { width: rows[0]!.length, height: rows.length, data };
}

function rowsOf({ width, data }: GreyImage): string[] {
  const digits = Array.from(data, (value) => String(Math.round((value * 9) / 255))).join("");
  return digits.match(new RegExp(`.{${width}}`, "g"))!;
}

function inColours({ width, height, data }: GreyImage) {
  return {
    width,
    height,
    data: Uint8Array.from({ length: 4 * data.length }, (_, at) => (at % 4 === 3 ? 255 : data[at >> 2]!)),
  };
}

test("grey is the brightness of the colours on a white background, which shows where the picture is transparent", () => {
  const data = Uint8Array.of(
    255,
    0,
    0,
    255,
    0,
    255,
    0,
    255,
    0,
    0,
    255,
    255,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    51,
    9,
    9,
    9,
    255,
  );
  expect([...toGrey({ width: 3, height: 2, data }).data]).toEqual([76, 150, 29, 255, 204, 9]);
});

test("a picture is inverted where its border is light on average", () => {
  expect(hasLightBorder(drawn("9999", "9009", "9999"))).toBe(true);
  expect(hasLightBorder(drawn("0000", "0990", "0000"))).toBe(false);
  expect(hasLightBorder(drawn("9"))).toBe(true);
  expect(rowsOf(inverse(drawn("90", "07")))).toEqual(["09", "92"]);
});

test("the rows and columns of the background are cut off", () => {
  expect(rowsOf(withoutBackground(drawn("00000", "00700", "00050", "00000")))).toEqual(["70", "05"]);
  expect(rowsOf(withoutBackground(drawn("222", "292", "222")))).toEqual(["9"]);
  // A pixel belongs to the background if its brightness differs from the background's by at most 12 of 255 (5 %).
  const near = drawn("000", "000", "000");
  near.data[4] = 12;
  expect(withoutBackground(near)).toBe(near);
  near.data[4] = 13;
  expect(withoutBackground(near)).toMatchObject({ width: 1, height: 1 });
});

test("a picture is scaled until its longest side fits, and centred on black", () => {
  expect(rowsOf(fitInto(drawn("9999", "9999"), { width: 4, height: 4 }, true))).toEqual([
    "0000",
    "9999",
    "9999",
    "0000",
  ]);
  expect(rowsOf(fitInto(drawn("90", "90", "90", "90"), { width: 2, height: 2 }, true))).toEqual(["50", "50"]);
  expect(rowsOf(fitInto(drawn("9", "0"), { width: 4, height: 4 }, true))).toEqual([
    "0990",
    "0990",
    "0000",
    "0000",
  ]);
  // A picture that would be less than a pixel high is one pixel high.
  expect(rowsOf(fitInto(drawn("9".repeat(100)), { width: 2, height: 2 }, true))).toEqual(["99", "00"]);
});

test("a picture fills the whole size where the sides need not keep their proportions", () => {
  expect(rowsOf(fitInto(drawn("9900"), { width: 2, height: 2 }, false))).toEqual(["90", "90"]);
});

test("scaling keeps the mean brightness", () => {
  const rows = Array.from({ length: 31 }, (_, y) =>
    Array.from({ length: 31 }, (_, x) => (x * y * 7) % 10).join(""),
  );
  const image = drawn(...rows);
  const mean = ({ data }: GreyImage) => data.reduce((sum, value) => sum + value, 0) / data.length;
  expect(mean(fitInto(image, { width: 28, height: 28 }, true))).toBeCloseTo(mean(image), 0);
});

test("a dark drawing on white becomes light on black, trimmed and fitted", () => {
  const drawing = drawn("999999", "999999", "990099", "990099", "999999", "999999");
  const { steps, fitted } = prepareImage(inColours(drawing), { width: 4, height: 4 });
  expect(steps).toEqual({ invert: true, trim: true, keepAspect: true });
  expect(rowsOf(fitted)).toEqual(["9999", "9999", "9999", "9999"]);
});

test("a picture of the network's size on a dark ground stays as it is", () => {
  const image = drawn("0000", "0950", "0070", "0000");
  const { fitted, steps } = prepareImage(inColours(image), { width: 4, height: 4 });
  expect(steps).toEqual({ invert: false, trim: false, keepAspect: true });
  expect(fitted.data).toEqual(image.data);
});

test("each step can be chosen", () => {
  const image = drawn("0000", "0950", "0070", "0000");
  const chosen = { invert: true, trim: true, keepAspect: false };
  const { steps, inverted, trimmed, fitted } = prepareImage(
    inColours(image),
    { width: 4, height: 2 },
    chosen,
  );
  expect(steps).toEqual(chosen);
  expect(rowsOf(inverted)).toEqual(["9999", "9049", "9929", "9999"]);
  expect(rowsOf(trimmed)).toEqual(["04", "92"]);
  expect(rowsOf(fitted)).toEqual(["0044", "9922"]);
});
