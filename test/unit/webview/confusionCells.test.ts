import { describe, expect, it } from "vitest";
import { comparedCells, total } from "../../../webview/figures/comparedCells";
import { cellValues, largestMistake, mistakeStrengths } from "../../../webview/figures/confusionCells";

const counts = [
  [6, 2, 0],
  [1, 9, 0],
  [0, 0, 0],
];

describe("the values of a confusion matrix", () => {
  it("are counts", () => {
    expect(cellValues(counts, "count")).toEqual(counts);
  });

  it("are shares of the label's images; a label without images has none", () => {
    expect(cellValues(counts, "row")).toEqual([
      [0.75, 0.25, 0],
      [0.1, 0.9, 0],
      [null, null, null],
    ]);
  });

  it("are shares of the prediction's images", () => {
    expect(cellValues(counts, "column")[0]).toEqual([6 / 7, 2 / 11, null]);
  });

  it("colour mistakes by the largest mistake, and leave the diagonal out", () => {
    expect(largestMistake(counts)).toBe(2);
    expect(mistakeStrengths(counts)).toEqual([
      [0, 1, 0],
      [0.5, 0, 0],
      [0, 0, 0],
    ]);
  });

  it("have no colour where there is no mistake", () => {
    expect(
      mistakeStrengths([
        [3, 0],
        [0, null],
      ]).flat(),
    ).toEqual([0, 0, 0, 0]);
  });
});

describe("two answers to the same images", () => {
  const labels = [0, 0, 0, 1, 1, 1];
  const own = [0, 1, 2, 1, 0, 255];
  const other = [1, 0, 1, 1, 2, 1];
  const cells = comparedCells(labels, own, other, 3);

  it("count a fixed mistake in the cell of the other answers' prediction", () => {
    expect(cells.fixed).toEqual([
      [0, 1, 0],
      [0, 0, 0],
      [0, 0, 0],
    ]);
  });

  it("count a new and a shared mistake in the cell of the own answers' prediction", () => {
    expect(cells.broken).toEqual([
      [0, 1, 0],
      [0, 0, 0],
      [0, 0, 0],
    ]);
    expect(cells.neither).toEqual([
      [0, 0, 1],
      [1, 0, 0],
      [0, 0, 0],
    ]);
  });

  it("leave out an image that only one of them has", () => {
    expect(cells.both + total(cells.fixed) + total(cells.broken) + total(cells.neither)).toBe(5);
  });
});
