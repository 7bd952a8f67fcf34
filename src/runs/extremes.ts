/**
 * Indices of the lowest value, the highest value and the first gap (NaN) of a part of a curve. −1 for each of them that
 * the part does not have.
 */
export interface Extremes {
  low: number;
  high: number;
  gap: number;
}

/** The extremes of the values at the indices from `begin` to before `end`. Of equal values, the first one counts. */
export function extremesIn(y: Float32Array, begin: number, end: number): Extremes {
  let low = -1;
  let high = -1;
  let gap = -1;
  let lowest = Number.POSITIVE_INFINITY;
  let highest = Number.NEGATIVE_INFINITY;
  for (let index = begin; index < end; index++) {
    const value = y[index]!;
    // Most values are between the extremes so far. NaN never is.
    if (value >= lowest && value <= highest) continue;
    if (value < lowest) {
      lowest = value;
      low = index;
    }
    if (value > highest) {
      highest = value;
      high = index;
    } else if (gap < 0 && Number.isNaN(value)) gap = index;
  }
  return { low, high, gap };
}

/** Number of values in one block. */
const BLOCK = 256;

/**
 * Computes the extremes of parts of a curve that grows. The extremes of each block that a part contains completely are
 * kept, so that they are computed only once.
 */
export class GrowingExtremes {
  private readonly blocks: Extremes[] = [];

  /** As {@link extremesIn}. @param y the curve; it must begin with the values that were passed to earlier calls */
  in(y: Float32Array, begin: number, end: number): Extremes {
    const first = Math.ceil(begin / BLOCK);
    const last = Math.floor(end / BLOCK);
    if (first >= last) return extremesIn(y, begin, end);
    let found = extremesIn(y, begin, first * BLOCK);
    for (let block = first; block < last; block++) found = joined(y, found, this.block(y, block));
    return joined(y, found, extremesIn(y, last * BLOCK, end));
  }

  private block(y: Float32Array, index: number): Extremes {
    this.blocks[index] ??= extremesIn(y, index * BLOCK, (index + 1) * BLOCK);
    return this.blocks[index]!;
  }
}

/** The extremes of two parts of a curve together. @param one the extremes of the earlier part */
function joined(y: Float32Array, one: Extremes, other: Extremes): Extremes {
  return {
    low: one.low < 0 || (other.low >= 0 && y[other.low]! < y[one.low]!) ? other.low : one.low,
    high: one.high < 0 || (other.high >= 0 && y[other.high]! > y[one.high]!) ? other.high : one.high,
    gap: one.gap < 0 ? other.gap : one.gap,
  };
}
