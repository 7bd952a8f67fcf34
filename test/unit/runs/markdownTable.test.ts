import { expect, test } from "vitest";
import { columnNamed } from "../../../src/runs/columns";
import { markdownTable } from "../../../src/runs/markdownTable";
import { exampleRun } from "./exampleRuns";

test("runs are a table of Markdown in which no text ends a cell or is formatted", () => {
  const runs = [
    exampleRun("a", { name: "a | *b*", accuracies: [0.8712] }),
    exampleRun("b", { name: "[x](y)" }),
  ];
  const columns = ["name", "accuracy"].map((id) => columnNamed(id)!);
  expect(markdownTable(runs, columns)).toBe(
    [
      "| Name | Test accuracy, best epoch |",
      "| --- | ---: |",
      "| a \\| \\*b\\* | 87.1% |",
      "| \\[x\\](y) |  |",
      "",
    ].join("\n"),
  );
});
