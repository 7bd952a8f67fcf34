import type { Histogram } from "../../runs/layers/LayerRecord";

const BINS = 32;
/** Largest number of values that a histogram is made of. If there are more, values at equal distances are selected. */
const MOST_VALUES = 4096;
/**
 * Largest number of standard deviations that a histogram spans on each side of the mean. Values outside this span are
 * counted in the outermost bins.
 */
const SPAN = 4;

/**
 * Makes a histogram of at most {@link MOST_VALUES} values, without values that are 0 or not finite; null where no value
 * is left.
 */
export function histogramOf(arrays: readonly Float32Array[]): Histogram | null {
  const values = sample(arrays);
  if (values.length === 0) return null;
  let sum = 0;
  let squares = 0;
  let least = Number.POSITIVE_INFINITY;
  let largest = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    sum += value;
    squares += value * value;
    if (value < least) least = value;
    if (value > largest) largest = value;
  }
  const mean = sum / values.length;
  const deviation = Math.sqrt(Math.max(0, squares / values.length - mean * mean));
  const from = rounded(Math.max(least, mean - SPAN * deviation));
  const to = rounded(Math.min(largest, mean + SPAN * deviation));
  const counts = new Array<number>(BINS).fill(0);
  const perUnit = to > from ? BINS / (to - from) : 0;
  for (const value of values) {
    const bin = Math.floor((value - from) * perUnit);
    counts[Math.min(BINS - 1, Math.max(0, bin))]!++;
  }
  return { from, to, counts };
}

function sample(arrays: readonly Float32Array[]): number[] {
  const total = arrays.reduce((sum, { length }) => sum + length, 0);
  // The distance is odd: the rows of most weights have an even length, and an even distance would then select values
  // from only some of the columns.
  const distance = Math.ceil(total / MOST_VALUES) | 1;
  const values: number[] = [];
  let next = 0;
  for (const array of arrays) {
    for (; next < array.length; next += distance) {
      const value = array[next]!;
      if (value !== 0 && Number.isFinite(value)) values.push(value);
    }
    next -= array.length;
  }
  return values;
}

/** Rounds a figure to five significant digits, for `layers.jsonl`; null where the figure is not finite. */
export function figure(value: number): number | null {
  return Number.isFinite(value) ? rounded(value) : null;
}

function rounded(value: number): number {
  return Number(value.toPrecision(5));
}
