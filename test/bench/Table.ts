/** Formatted figures for people. */
export interface Table {
  title: string;
  columns: readonly string[];
  rows: readonly (readonly string[])[];
  /** Sentences below the table. */
  notes?: readonly string[];
}

/** The table for a terminal: the first column aligned left, the others right. */
export function toText({ title, columns, rows, notes = [] }: Table): string {
  const lines = [columns, ...rows];
  const widths = columns.map((_, i) => Math.max(...lines.map((line) => line[i]!.length)));
  const text = lines.map((line) =>
    line
      .map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!)))
      .join("  ")
      .trimEnd(),
  );
  return [title, "─".repeat(title.length), ...text, ...notes].join("\n");
}

export function toMarkdown({ title, columns, rows, notes = [] }: Table): string {
  const line = (cells: readonly string[]) => `| ${cells.map(escapeCell).join(" | ")} |`;
  const rule = columns.map((_, i) => (i === 0 ? "---" : "---:"));
  const table = [line(columns), `| ${rule.join(" | ")} |`, ...rows.map(line)].join("\n");
  return [`**${title}**`, table, ...notes].join("\n\n");
}

function escapeCell(cell: string): string {
  return cell.replaceAll("|", "\\|");
}
