import { sparsePowers } from "./sparsePowers";

/** A range of values of an axis. */
export type Range = readonly [from: number, to: number];

/** Maps the values from `min` to `max` to pixels. On a logarithmic axis, `at` returns NaN for values of 0 or below. */
export interface PlotScale {
  min: number;
  max: number;
  isLog: boolean;
  at: (value: number) => number;
  valueAt: (pixel: number) => number;
}

/**
 * @param from pixel of `min`
 * @param to pixel of `max`
 */
export function plotScale(min: number, max: number, isLog: boolean, from: number, to: number): PlotScale {
  if (isLog) {
    const low = Math.log(min);
    const perUnit = (to - from) / (Math.log(max) - low || 1);
    return {
      min,
      max,
      isLog,
      at: (value) => (value > 0 ? from + (Math.log(value) - low) * perUnit : Number.NaN),
      valueAt: (pixel) => Math.exp(low + (pixel - from) / perUnit),
    };
  }
  const perUnit = (to - from) / (max - min || 1);
  return {
    min,
    max,
    isLog,
    at: (value) => from + (value - min) * perUnit,
    valueAt: (pixel) => min + (pixel - from) / perUnit,
  };
}

/**
 * Round values within an axis for its ticks. Their number is not much above `most`.
 * @param isWhole whether only whole numbers are returned
 */
export function plotTicks({ min, max, isLog }: PlotScale, most: number, isWhole = false): number[] {
  const ticks = isLog ? logTicks(min, max, most) : linearTicks(min, max, most);
  return isWhole ? ticks.filter(Number.isInteger) : ticks;
}

function linearTicks(min: number, max: number, most: number): number[] {
  const rough = (max - min) / Math.max(1, most);
  if (!(rough > 0) || !Number.isFinite(rough)) return [min];
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= rough * 0.999) ?? 10) * power;
  const first = Math.ceil(min / step - 1e-9);
  const count = Math.floor(max / step + 1e-9) - first + 1;
  // Without rounding, a product may be 0.30000000000000004.
  return Array.from({ length: Math.max(0, count) }, (_, index) =>
    Number(((first + index) * step).toPrecision(12)),
  );
}

function logTicks(min: number, max: number, most: number): number[] {
  const sparse = sparsePowers(min, max);
  if (sparse) return sparse;
  const [first, last] = [Math.floor(Math.log10(min)), Math.ceil(Math.log10(max))];
  const powers = Array.from({ length: last - first + 1 }, (_, index) => first + index);
  const multiples = [[1], [1, 3], [1, 2, 5], [1, 2, 3, 4, 5, 6, 7, 8, 9]].map((factors) =>
    powers
      .flatMap((power) => factors.map((factor) => Number(`${factor}e${power}`)))
      .filter((value) => value >= min * 0.999999 && value <= max * 1.000001),
  );
  const dense = multiples.findLast((values) => values.length <= most) ?? multiples[0]!;
  // In a range within one power of ten, the multiples are too far apart, and linear ticks are closer.
  return dense.length < 2 ? linearTicks(min, max, most) : dense;
}

/**
 * Share of the values' range (on a logarithmic axis, of the exponents' range) that stays free at each end of an axis.
 */
const margin = 0.04;

/**
 * The range of an axis that holds values from `low` to `high`, with a free margin at each end. If `low` equals `high`,
 * the range around the value has a default width. If `low` is above `high`, there are no values: the range is 0 to 1,
 * on a logarithmic axis 1 to 10.
 */
export function paddedRange(low: number, high: number, isLog: boolean): [min: number, max: number] {
  if (!(low <= high)) return isLog ? [1, 10] : [0, 1];
  if (isLog) {
    const factor = high > low ? (high / low) ** margin : 2;
    return [low / factor, high * factor];
  }
  const free = high > low ? (high - low) * margin : Math.abs(high) * 0.1 || 1;
  return [low - free, high + free];
}

/** The range of an axis after zooming around a value that keeps its place. A factor below 1 shows a smaller range. */
export function zoomed(scale: PlotScale, factor: number, around: number): [from: number, to: number] {
  const { min, max, isLog } = scale;
  if (!isLog) return [around - (around - min) * factor, around + (max - around) * factor];
  return [around * (min / around) ** factor, around * (max / around) ** factor];
}

/**
 * The smallest range that contains all ranges; undefined without ranges. On a logarithmic axis, the range begins at the
 * least positive start, if there is one.
 */
export function joinedRange(ranges: readonly Range[], isLog: boolean): Range | undefined {
  if (ranges.length === 0) return undefined;
  const begins = ranges.map(([from]) => from);
  const positive = begins.filter((from) => from > 0);
  const first = isLog && positive.length > 0 ? positive : begins;
  return [Math.min(...first), Math.max(...ranges.map(([, to]) => to))];
}

/**
 * The part of a range that is within the whole axis.
 * @returns undefined if the part is the whole axis or has no width, and while the whole axis is unknown
 */
export function limitedRange([from, to]: Range, whole: Range | undefined): Range | undefined {
  if (!whole) return undefined;
  const limited: Range = [Math.max(from, whole[0]), Math.min(to, whole[1])];
  const isWhole = limited[0] === whole[0] && limited[1] === whole[1];
  return isWhole || !(limited[0] < limited[1]) ? undefined : limited;
}
