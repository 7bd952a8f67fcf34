import { expect, test } from "vitest";
import { rowOf } from "../../../src/runs/columns";
import type { EditedColumn } from "../../../webview/experiments/CellEditor";
import { cellProblem } from "../../../webview/experiments/cellProblem";
import { exampleRun } from "../runs/exampleRuns";

const rows = ["linen", "wool"].map((name) => ({
  ...rowOf({ ...exampleRun(name, { labels: { name } }), id: `id of ${name}` }),
  isLive: false,
  problems: [],
}));

const refused = [{ id: "not opened", refusal: "The run in /runs/not opened is not opened." }];

test.each<[EditedColumn, string, RegExp | undefined]>([
  ["name", "silk", undefined],
  ["name", "linen", undefined],
  ["name", "", undefined],
  ["name", " wool ", /^Another run has this name or id\.$/],
  ["name", "id of wool", /^Another run has this name or id\.$/],
  ["name", "id of linen", undefined],
  ["name", "not opened", /^Another run has this name or id\.$/],
  ["name", "a".repeat(101), /^The name must be one line of at most 100 characters/],
  ["tags", "a, b,", undefined],
  ["tags", `a, ${"b".repeat(51)}`, /^A tag must have 1 to 50 characters/],
  ["note", "two\nlines", undefined],
  ["note", "a".repeat(10_001), /^The note must have at most 10,000 characters, not 10,001\.$/],
  [
    "note",
    "👩‍💻\n\tone\u{e0041}two",
    /^The note must have no invisible characters, such as U\+E0041 in line 2\.$/,
  ],
  ["note", "\u200b", /^The note must have no invisible characters, such as U\+200B in line 1\.$/],
])("what is wrong with the %s %j of a run", (column, text, message) => {
  const problem = cellProblem(rows, refused, rows[0]!, column, text);
  if (message) expect(problem).toMatch(message);
  else expect(problem).toBeUndefined();
});
