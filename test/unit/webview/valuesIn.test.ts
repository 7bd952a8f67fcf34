import { expect, test } from "vitest";
import { highestUpTo, valuesIn } from "../../../webview/figures/valuesIn";

const x = Float64Array.of(1, 2, 3, 4, 5, 6);
const y = Float32Array.of(9, -1, Number.NaN, 2, 4, 8);

test("the values in a range include the next one beyond each end, but no gaps", () => {
  expect(valuesIn(x, y, 3, 4.5)).toMatchObject({ low: -1, lowPositive: 2, high: 4 });
  expect(valuesIn(x, y, 1, 6)).toMatchObject({ low: -1, lowPositive: 2, high: 9 });
  expect(valuesIn(x, y, 4.5, 4.6)).toMatchObject({ low: 2, high: 4 });
});

test("a part without values has no lowest and no highest one", () => {
  const gap = Float32Array.of(Number.NaN);
  expect(valuesIn(Float64Array.of(1), gap, 0, 2)).toMatchObject({ low: Infinity, high: -Infinity });
});

test("the highest value up to a limit ignores values above the limit", () => {
  expect(highestUpTo(10, x, y, 1, 6)).toBe(9);
  expect(highestUpTo(5, x, y, 1, 6)).toBe(4);
  expect(highestUpTo(-2, x, y, 1, 6)).toBe(-Infinity);
});
