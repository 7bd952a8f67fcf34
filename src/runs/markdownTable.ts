import type { Column, Row } from "./columns";

/** A Markdown table with a row for each run. */
export function markdownTable(runs: readonly Row[], columns: readonly Column[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(inCell).join(" | ")} |`;
  return [
    line(columns.map(({ label }) => label)),
    `| ${columns.map(({ isNumber }) => (isNumber ? "---:" : "---")).join(" | ")} |`,
    ...runs.map((run) => line(columns.map((column) => column.text(run)))),
    "",
  ].join("\n");
}

/**
 * A text in a cell: with backslashes before characters that would end the cell or format the text, and spaces for line
 * breaks.
 */
function inCell(text: string): string {
  return text.replaceAll(/[\\|*_`<>[\]]/g, "\\$&").replaceAll(/\s*\n\s*/g, " ");
}
