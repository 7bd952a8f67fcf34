import { firstFrom } from "../../src/runs/stepAxes";

/**
 * The extremes of the finite values in a part of a line. Without such values, `low` and `lowPositive` are Infinity, and
 * `high` is -Infinity.
 */
export interface Values {
  low: number;
  /** The lowest value above 0. */
  lowPositive: number;
  high: number;
}

/**
 * The latest result of {@link valuesIn} for each line, by the array `y` of the line. A chart calls {@link valuesIn} for
 * the same range several times, and again for all lines when only one of them has grown.
 */
const latest = new WeakMap<Float32Array, Values & { from: number; to: number }>();

/**
 * The extremes of a line within a range of x. The next point beyond each end of the range counts too.
 * @param x ascending
 * @param y as long as `x`; must not change after the call
 */
export function valuesIn(x: Float64Array, y: Float32Array, from: number, to: number): Values {
  const known = latest.get(y);
  if (known?.from === from && known.to === to) return known;
  let low = Number.POSITIVE_INFINITY;
  let lowPositive = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  eachValue(x, y, from, to, (value) => {
    if (value < low) low = value;
    if (value > 0 && value < lowPositive) lowPositive = value;
    if (value > high) high = value;
  });
  const values = { from, to, low, lowPositive, high };
  latest.set(y, values);
  return values;
}

/** The greatest value that is at most `most` among the points of {@link valuesIn}; -Infinity without such a value. */
export function highestUpTo(
  most: number,
  x: Float64Array,
  y: Float32Array,
  from: number,
  to: number,
): number {
  const { high } = valuesIn(x, y, from, to);
  if (high <= most) return high;
  let highest = Number.NEGATIVE_INFINITY;
  eachValue(x, y, from, to, (value) => {
    if (value <= most && value > highest) highest = value;
  });
  return highest;
}

function eachValue(
  x: Float64Array,
  y: Float32Array,
  from: number,
  to: number,
  look: (value: number) => void,
): void {
  const end = Math.min(x.length, firstFrom(x, to) + 1);
  for (let index = Math.max(0, firstFrom(x, from) - 1); index < end; index++) {
    const value = y[index]!;
    if (Number.isFinite(value)) look(value);
  }
}
