import { expect, test } from "vitest";
import { columnsOf, cutToColumns, padToColumns } from "../../../src/text/columns";

test("a Korean letter takes two columns of a terminal", () => {
  expect([columnsOf("loss"), columnsOf("손실"), columnsOf("█░ 87%")]).toEqual([4, 4, 6]);
});

test("a text is cut and padded by its columns", () => {
  expect(["에폭 1/5", "epoch 1/5"].map((text) => cutToColumns(text, 5))).toEqual(["에폭 ", "epoch"]);
  expect(cutToColumns("에폭", 3)).toBe("에");
  expect([padToColumns("실패", 6), padToColumns("interrupted", 6)]).toEqual(["실패  ", "interrupted"]);
});
