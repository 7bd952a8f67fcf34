import * as l10n from "@vscode/l10n";
import { anyOf } from "../text/lists";
import { quotation } from "../text/quotation";
import { type Column, columnNamed, columnsLike, exampleColumns, type Row } from "./columns";

/** A column by which runs are sorted. */
export interface SortKey {
  column: Column;
  isDescending: boolean;
}

/**
 * The text of an option names an unknown column, or has no name where one is expected. The message is the rest of a
 * sentence that begins with the name of the option.
 */
export class ColumnsError extends Error {
  override name = "ColumnsError";
}

/**
 * Parses a list of columns to sort by, such as `accuracy,-started`. A minus before a column sorts from high to low.
 * @throws ColumnsError
 */
export function parseSort(text: string): SortKey[] {
  return text.split(",").map((part) => {
    const isDescending = part.trim().startsWith("-");
    return { column: namedColumn(part.trim().replace(/^-/, "")), isDescending };
  });
}

/** Parses a list of columns, such as `name,accuracy,lr`. @throws ColumnsError */
export function parseColumns(text: string): Column[] {
  return text.split(",").map((part) => namedColumn(part.trim()));
}

function namedColumn(name: string): Column {
  const column = columnNamed(name);
  if (column) return column;
  if (name === "")
    throw new ColumnsError(
      l10n.t("lacks the name of a column; columns are for example {0}.", exampleColumns.join(", ")),
    );
  const like = columnsLike(name);
  const text = quotation(name);
  throw new ColumnsError(
    like.length > 0
      ? l10n.t("names no column {0}. Did you mean {1}?", text, anyOf(like))
      : l10n.t("names no column {0}; columns are for example {1}.", text, exampleColumns.join(", ")),
  );
}

/**
 * A sorted copy of the runs. Each key after the first sorts the runs that are equal in all earlier keys. Runs that are
 * equal in all keys keep their order. For each key, a run without a value comes last, whether the order is descending
 * or not.
 */
export function sortRuns<R extends Row>(runs: readonly R[], keys: readonly SortKey[]): R[] {
  return [...runs].sort((a, b) => {
    for (const { column, isDescending } of keys) {
      const order = column.compare(a, b);
      const isMissing = column.value(a) === undefined || column.value(b) === undefined;
      if (order !== 0) return isDescending && !isMissing ? -order : order;
    }
    return 0;
  });
}
