import { expect, test } from "vitest";
import { type Table, toMarkdown, toText } from "../../bench/Table";

const table: Table = {
  title: "Speed",
  columns: ["kernels", "1 thread"],
  rows: [
    ["reference", "4.4"],
    ["a|b", "122.4"],
  ],
  notes: ["Measured."],
};

test("in a terminal names are on the left and figures on the right", () => {
  expect(toText(table)).toBe(
    ["Speed", "─────", "kernels    1 thread", "reference       4.4", "a|b           122.4", "Measured."].join(
      "\n",
    ),
  );
});

test("in Markdown a vertical bar in a cell is escaped", () => {
  expect(toMarkdown(table)).toBe(
    [
      "**Speed**",
      "| kernels | 1 thread |\n| --- | ---: |\n| reference | 4.4 |\n| a\\|b | 122.4 |",
      "Measured.",
    ].join("\n\n"),
  );
});
