import { ExponentialAverage } from "./ExponentialAverage";
import { Scratch } from "./Scratch";

/** A value has no influence on the average if the value's share of the average is below this number. */
const forgotten = 1e-9;
/** Number of parts of a long curve that are averaged at the same time. */
const PARTS = 4;

/**
 * The {@link ExponentialAverage} of all values up to each value. Only the averages at the indices from `from` to before
 * `to` are computed; the others are NaN. Values so early that they have no influence on these averages are not read.
 * @param scratch memory of the result, which is valid until the next call with the same `scratch`
 */
export function smoothed(
  y: Float32Array,
  weight: number,
  from = 0,
  to = y.length,
  scratch = new Scratch(),
): Float32Array {
  const remembered =
    weight < 1 ? Math.ceil(Math.log(forgotten) / Math.log(weight)) : Number.POSITIVE_INFINITY;
  const result = scratch.take(y.length);
  let begin = from;
  // A gap has no influence, so that it does not count among the remembered values.
  for (let left = remembered; begin > 0 && left > 0; ) if (Number.isFinite(y[--begin])) left--;
  const done = averageParts(y, weight, begin, to, remembered, result);
  const average = done?.last ?? new ExponentialAverage(weight);
  for (let index = done?.end ?? begin; index < to; index++) result[index] = average.next(y[index]!);
  return result.fill(Number.NaN, 0, from).fill(Number.NaN, to);
}

/**
 * Averages {@link PARTS} parts of equal length in one loop. Within a part, each average depends on the previous one, so
 * that a loop over a single part would make the processor wait. Each part after the first begins with the average of
 * the `remembered` values before the part.
 * @param remembered number of values that have an influence on an average
 * @returns the index after the last part, and the average at its end; undefined if the parts would be too short, or if
 * one of the `remembered` values is a gap, in which case even earlier values have an influence
 */
function averageParts(
  y: Float32Array,
  weight: number,
  begin: number,
  to: number,
  remembered: number,
  result: Float32Array,
): { end: number; last: ExponentialAverage } | undefined {
  const length = Math.floor((to - begin) / PARTS);
  if (length < 4 * remembered) return undefined;
  const [second, third, fourth] = [begin + length, begin + 2 * length, begin + 3 * length];
  const [b, c, d] = [second, third, fourth].map((first) => begun(y, weight, first - remembered, first));
  if (!b || !c || !d) return undefined;
  const averages = [new ExponentialAverage(weight), b, c, d] as const;
  const begins = [begin, second, third, fourth] as const;
  // At the beginning of each part, `next` computes the averages, until the share of a further value is constant.
  let done = 0;
  while (done < length && averages.some(({ constantShare }) => constantShare === undefined)) {
    for (const [part, average] of averages.entries())
      result[begins[part]! + done] = average.next(y[begins[part]! + done]!);
    done++;
  }
  if (!continued(y, averages, begins, done, length, result))
    for (let index = done; index < length; index++)
      for (const [part, average] of averages.entries())
        result[begins[part]! + index] = average.next(y[begins[part]! + index]!);
  return { end: fourth + length, last: d };
}

type Four<T> = readonly [T, T, T, T];

/**
 * Computes the averages of four parts with the constant share of a further value, which takes no divisions. `first` to
 * `fourth` are the indices at which the parts begin. In each part, the averages from the `from`-th value to before the
 * `length`-th value are computed.
 * @returns false if a value is a gap; the `averages` are then unchanged
 */
function continued(
  y: Float32Array,
  averages: Four<ExponentialAverage>,
  [first, second, third, fourth]: Four<number>,
  from: number,
  length: number,
  result: Float32Array,
): boolean {
  let [a, b, c, d] = averages.map(({ mean }) => mean) as [number, number, number, number];
  const share = averages[0].constantShare;
  if (share === undefined) return from >= length;
  for (let index = from; index < length; index++) {
    result[first + index] = a += (y[first + index]! - a) * share;
    result[second + index] = b += (y[second + index]! - b) * share;
    result[third + index] = c += (y[third + index]! - c) * share;
    result[fourth + index] = d += (y[fourth + index]! - d) * share;
  }
  // One value that is not finite makes all later averages of the part not finite.
  const means = [a, b, c, d] as const;
  if (!means.every(Number.isFinite)) return false;
  for (const [part, average] of averages.entries()) average.continueFrom(means[part]!);
  return true;
}

/** The average of the values at the indices from `from` to before `to`; undefined if one of the values is a gap. */
function begun(y: Float32Array, weight: number, from: number, to: number): ExponentialAverage | undefined {
  const average = new ExponentialAverage(weight);
  for (let index = from; index < to; index++) if (Number.isNaN(average.next(y[index]!))) return undefined;
  return average;
}
