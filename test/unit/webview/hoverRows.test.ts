import { describe, expect, test } from "vitest";
import { hoverRows, readoutOfAll, readoutText, rowName, rowTexts } from "../../../webview/figures/hoverRows";
import { plotScale } from "../../../webview/figures/plotScale";
import { exampleLine } from "./exampleLines";

const x = plotScale(1, 101, false, 0, 1000);
const y = plotScale(0, 10, false, 100, 0);
const ids = (rows: ReturnType<typeof hoverRows>) => rows.map(({ line }) => line.id);
const constant = (id: string, value: number, length = 100) =>
  exampleLine(id, Array<number>(length).fill(value));

const texts = {
  format: (value: number) => `<${value}>`,
  difference: (value: number) => `by ${value}`,
};

describe("the values at a position of the axis", () => {
  const lines = [constant("low", 1), constant("middle", 5), constant("high", 9)];

  test("have the line nearest to the pointer first", () => {
    expect(ids(hoverRows(lines, 50, x, y, 45))).toEqual(["middle", "high", "low"]);
    expect(ids(hoverRows(lines, 50, x, y, 100))).toEqual(["low", "middle", "high"]);
  });

  test("are in the order of values for the keyboard", () => {
    expect(ids(hoverRows(lines, 50, x, y))).toEqual(["high", "middle", "low"]);
  });

  test("leave out a line that has ended before that position", () => {
    const rows = (place: number) =>
      ids(hoverRows([constant("short", 5, 20), constant("long", 1)], place, x, y, 50));
    expect(rows(60)).toEqual(["long"]);
    expect(rows(21)).toEqual(["short", "long"]);
  });

  test("are logged ones, beside their average", () => {
    const line = exampleLine("a", [4, Number.NaN, 8]);
    const series = { ...line.series, smoothed: { x: Float64Array.of(1, 3), y: Float32Array.of(4, 6) } };
    expect(hoverRows([{ ...line, series }], 2.6, x, y, 0)).toEqual([
      { line: { ...line, series }, x: 3, y: 8, smoothed: 6, drawn: 6 },
    ]);
  });
});

test("the text of a value has its position, its run and its average", () => {
  expect(readoutText("step 7", "a", rowTexts({ y: 2 }, texts))).toBe("step 7, a: <2>");
  expect(readoutText("step 7", "a", rowTexts({ y: 2, smoothed: 3 }, texts))).toBe(
    "step 7, a: <2>, smoothed <3>",
  );
  expect(rowTexts({ smoothed: 3 }, texts)).toEqual({ value: "…", smoothed: "<3>" });
});

test("the text of a group's mean has its deviation and the number of the group's runs with a value", () => {
  const line = exampleLine("g", [2, 4], { name: "lr 0.1 (mean of 3)", group: { label: "lr 0.1", size: 3 } });
  const spread = { count: Float32Array.of(3, 1), sd: Float32Array.of(0.5, Number.NaN) };
  const extremes = { min: new Float32Array(2), max: new Float32Array(2) };
  const series = { ...line.series, spread: { ...spread, ...extremes } };
  const read = (place: number) => {
    const [row] = hoverRows([{ ...line, series }], place, x, y);
    return [rowName(row!), rowTexts(row!, texts).value];
  };
  expect(read(1)).toEqual(["lr 0.1 (mean of 3)", "<2> ± by 0.5"]);
  expect(read(2)).toEqual(["lr 0.1 (mean of 1 of 3)", "<4>"]);
});

test("the values of one run are together in one text", () => {
  const rows = [
    { line: exampleLine("test", []), x: 3, y: 2, drawn: 2 },
    { line: exampleLine("train", []), x: 3, y: 4, smoothed: 5, drawn: 5 },
  ];
  expect(readoutOfAll("epoch 3", rows, texts)).toBe("epoch 3: test <2>, train <4>, smoothed <5>");
});
