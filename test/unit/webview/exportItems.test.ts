import { expect, test } from "vitest";
import type { ExperimentRow } from "../../../src/protocol/experimentsProtocol";
import { columnNamed, rowOf } from "../../../src/runs/columns";
import { exportItems } from "../../../webview/experiments/exportItems";
import { exampleRun } from "../runs/exampleRuns";

const rows = ["wool", "linen"].map(
  (name): ExperimentRow => ({ ...rowOf(exampleRun(name, { name })), isLive: false, problems: [] }),
);

test("runs are copied as Markdown with the table's columns, or written to files, in the table's order", () => {
  const columns = ["name", "optimizer"].map((id) => columnNamed(id)!);
  const [markdown, ...files] = exportItems(rows, columns);
  expect(markdown).toEqual({
    label: "Copy Table as Markdown",
    action: {
      kind: "copyText",
      text: "| Name | Optimizer |\n| --- | --- |\n| wool | SGD |\n| linen | SGD |\n",
    },
  });
  expect(files.map(({ label }) => label)).toEqual([
    "Table as CSV…",
    "Table as JSON…",
    "Series as CSV…",
    "Series as JSON…",
  ]);
  for (const { action } of files) expect(action).toMatchObject({ kind: "export", runIds: ["wool", "linen"] });
});
