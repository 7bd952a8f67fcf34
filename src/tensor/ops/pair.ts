/** One number for both rows and columns, or two numbers [rows, columns]. */
export type Pair = number | readonly [number, number];

/**
 * The two numbers [rows, columns] of a {@link Pair}.
 * @param operation the operation, for the error message
 * @throws RangeError unless each number is a whole number of at least `least`.
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
