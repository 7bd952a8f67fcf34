/** Lines of CSV by RFC 4180. */

/** A cell. Numbers and flags are written as in JSON. A missing value is an empty cell. */
export type Cell = string | number | bigint | boolean | null | undefined;

export function csvLine(cells: readonly Cell[]): string {
  return `${cells.map(csvCell).join(",")}\r\n`;
}

/**
 * A spreadsheet takes a text that begins with one of these characters for a formula. A `'` is put before such a text.
 */
const formula = /^[=+\-@\t\r]/;

function csvCell(cell: Cell): string {
  if (cell === null || cell === undefined) return "";
  if (typeof cell !== "string") return String(cell);
  const text = formula.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
