import type { Column, Row } from "./columns";

/** The runs as a table of Markdown with the given columns. */
export function markdownTable(runs: readonly Row[], columns: readonly Column[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(inCell).join(" | ")} |`;
  return [
    line(columns.map(({ label }) => label)),
    `| ${columns.map(({ isNumber }) => (isNumber ? "---:" : "---")).join(" | ")} |`,
    ...runs.map((run) => line(columns.map((column) => column.text(run)))),
    "",
  ].join("\n");
}

/** A text in a cell, with backslashes before the characters that end a cell or format its text. */
function inCell(text: string): string {
  return text.replaceAll(/[\\|*_`<>[\]]/g, "\\$&").replaceAll(/\s*\n\s*/g, " ");
}
