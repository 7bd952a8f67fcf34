/** A number for rows and columns, or one for each: [rows, columns]. */
export type Pair = number | readonly [number, number];

/**
 * The number for rows and the number for columns. @throws RangeError unless each is a whole number of at least `least`.
 */
export function toPair(
  operation: string,
  option: string,
  value: Pair,
  least: number,
): readonly [number, number] {
  const pair = typeof value === "number" ? ([value, value] as const) : value;
  if (pair.length !== 2 || !pair.every((number) => Number.isSafeInteger(number) && number >= least)) {
    throw new RangeError(
      `${operation}: ${option} is a whole number from ${least}, or two of them, not ${JSON.stringify(value)}.`,
    );
  }
  return pair;
}
