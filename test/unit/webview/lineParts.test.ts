import { expect, test } from "vitest";
import { lineParts } from "../../../webview/figures/lineParts";
import { exampleLine } from "./exampleLines";

const line = exampleLine("a", [1, 2, 3, 4, 5]);
const none = new Float32Array(5);
const ofCounts = (...count: number[]) => ({
  ...line,
  series: { ...line.series, spread: { count: Float32Array.from(count), sd: none, min: none, max: none } },
});

test("the mean of a group has a part where some runs have no value, beginning one value earlier", () => {
  expect(lineParts(ofCounts(3, 3, 2, 1, 1), 5)).toEqual([
    { from: 0, to: 2, isFull: true },
    { from: 1, to: 5, isFull: false },
  ]);
  expect(lineParts(ofCounts(1, 3, 3, 0, 3), 5)).toEqual([
    { from: 0, to: 2, isFull: false },
    { from: 1, to: 5, isFull: true },
  ]);
});

test("the line of a run is one part", () => {
  expect(lineParts(line, 5)).toEqual([{ from: 0, to: 5, isFull: true }]);
});
