import { expect, it } from "vitest";
import { nearestPoint } from "../../../webview/figures/nearestPoint";

const points = [
  { x: 0, y: 5 },
  { x: 10, y: 4 },
  { x: 20, y: Number.NaN },
  { x: 30, y: 2 },
];

it.each([
  [-100, 0],
  [4, 0],
  [6, 10],
  [10, 10],
  [100, 30],
])("the point nearest to %d is the one at %d", (x, expected) => {
  expect(nearestPoint(points, x)?.x).toBe(expected);
});

it("a gap is never read as a value", () => {
  expect(nearestPoint(points, 19)?.x).toBe(10);
  expect(nearestPoint(points, 21)?.x).toBe(30);
});

it("there is no point on an empty chart", () => {
  expect(nearestPoint([], 3)).toBeUndefined();
  expect(nearestPoint([{ x: 0, y: Number.NaN }], 0)).toBeUndefined();
});
