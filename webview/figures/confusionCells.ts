/**
 * The units of a cell of a confusion matrix: number of images, share of the label's images (`row`), share of the images
 * with the prediction (`column`).
 */
export const cellUnits = ["count", "row", "column"] as const;
export type CellUnit = (typeof cellUnits)[number];

type Matrix = readonly (readonly number[])[];

/**
 * The values of the cells in a unit. A share is null if its row or column has no images.
 * @param counts number of images, [label][prediction]
 */
export function cellValues(counts: Matrix, unit: CellUnit): (number | null)[][] {
  if (unit === "count") return counts.map((row) => [...row]);
  const columns = counts.map((_, one) => counts.reduce((sum, row) => sum + row[one]!, 0));
  return counts.map((row) => {
    const whole = row.reduce((sum, count) => sum + count, 0);
    return row.map((count, column) => shareOf(count, unit === "row" ? whole : columns[column]!));
  });
}

function shareOf(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}

/**
 * How strongly each mistake is coloured, from 0 to 1 for the largest. The diagonal is 0 and has no part in the scale:
 * beside the many correct predictions, all mistakes would look alike.
 * @param values of {@link cellValues}, [label][prediction]
 */
export function mistakeStrengths(values: readonly (readonly (number | null)[])[]): number[][] {
  const most = largestMistake(values);
  return values.map((row, line) =>
    row.map((value, column) => (line === column || most === 0 ? 0 : (value ?? 0) / most)),
  );
}

/** The largest value off the diagonal; 0 where there is none. */
export function largestMistake(values: readonly (readonly (number | null)[])[]): number {
  return Math.max(
    0,
    ...values.flatMap((row, line) => row.filter((_, column) => column !== line).map((value) => value ?? 0)),
  );
}
