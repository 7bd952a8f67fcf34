/** Formats runs as a table: as lines of text, and as JSON. */
import { type Column, type Row, valuesOf } from "../runs/columns";
import { inJson, inLine } from "../runs/inert";
import { columnsOf, cutToColumns, padToColumns } from "../text/columns";

/** Largest width (columns of a terminal) of a cell. The rest of a longer text, such as a note, is cut off. */
const widest = 40;

/** A line with the labels of the columns, then a line for each run. */
export function tableLines(runs: readonly Row[], columns: readonly Column[]): string[] {
  const rows = runs.map((run) => columns.map((column) => cell(column.text(run))));
  return aligned([columns.map(({ label }) => label), ...rows], (index) => columns[index]!.isNumber);
}

/**
 * Formats rows of cells as lines. All cells of a column get the same width. Columns of numbers are aligned to the
 * right.
 */
export function aligned(
  rows: readonly (readonly string[])[],
  isNumber: (column: number) => boolean,
): string[] {
  const [first = []] = rows;
  const widths = first.map((_, index) => Math.max(...rows.map((row) => columnsOf(row[index]!))));
  return rows.map((row) => {
    const cells = row.map((text, index) => {
      const width = widths[index]!;
      return isNumber(index)
        ? " ".repeat(Math.max(0, width - columnsOf(text))) + text
        : padToColumns(text, width);
    });
    return inLine(cells.join("  ").trimEnd());
  });
}

/**
 * A line of JSON: an object with the run's value for each column, under the column's id. A value that the run does not
 * have is null.
 */
export function valuesJson(run: Row, columns: readonly Column[]): string {
  return inJson(JSON.stringify(valuesOf(run, columns)));
}

function cell(text: string): string {
  const line = inLine(text.replaceAll(/\s+/g, " "));
  return columnsOf(line) > widest ? `${cutToColumns(line, widest - 1)}…` : line;
}
