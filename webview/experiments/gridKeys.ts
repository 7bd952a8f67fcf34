/** A cell of a grid; line −1 is the header. */
export interface Cell {
  line: number;
  column: number;
}

/**
 * The cell to which a key moves the focus, by the ARIA pattern of a grid; undefined for other keys.
 * @param size number of lines without the header, number of columns, and number of lines by which Page keys move
 */
export function gridKey(
  event: Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey">,
  { line, column }: Cell,
  size: { lines: number; columns: number; page: number },
): Cell | undefined {
  if (event.altKey) return undefined;
  const isFar = event.ctrlKey || event.metaKey;
  const lastLine = size.lines - 1;
  const lastColumn = size.columns - 1;
  const toLine = (to: number) => ({ line: Math.min(lastLine, Math.max(-1, to)), column });
  const toColumn = (to: number) => ({ line, column: Math.min(lastColumn, Math.max(0, to)) });
  switch (event.key) {
    case "ArrowUp":
      return isFar ? toLine(0) : toLine(line - 1);
    case "ArrowDown":
      return isFar ? toLine(lastLine) : toLine(line + 1);
    case "ArrowLeft":
      return isFar ? toColumn(0) : toColumn(column - 1);
    case "ArrowRight":
      return isFar ? toColumn(lastColumn) : toColumn(column + 1);
    case "PageUp":
      return toLine(Math.max(0, line - size.page));
    case "PageDown":
      return toLine(line + size.page);
    case "Home":
      return isFar ? { line: Math.min(0, lastLine), column: 0 } : toColumn(0);
    case "End":
      return isFar ? { line: lastLine, column: lastColumn } : toColumn(lastColumn);
    default:
      return undefined;
  }
}

/** The id of a cell's element. */
export function cellId({ line, column }: Cell): string {
  return `cell-${line}-${column}`;
}
