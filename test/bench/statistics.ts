/** The summary of several measurements of one figure. */
export interface Summary {
  median: number;
  least: number;
  most: number;
  count: number;
}

/** @throws RangeError for an empty list */
export function summarize(values: readonly number[]): Summary {
  if (values.length === 0) throw new RangeError("There are no measurements to summarize.");
  const sorted = values.toSorted((a, b) => a - b);
  return { median: middle(sorted), least: sorted[0]!, most: sorted.at(-1)!, count: sorted.length };
}

export function median(values: readonly number[]): number {
  return summarize(values).median;
}

/** A percentile of a list of values; NaN for an empty list. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? Number.NaN;
}

/**
 * Returns an object for each figure that has measurements: the figure's entry in `about`, the figure's unit, and the
 * median, the 95th percentile and the number of the measurements.
 */
export function figuresOf<Name extends string, About>(
  about: Readonly<Record<Name, About>>,
  units: Readonly<Record<Name, string>>,
  measured: Readonly<Record<Name, readonly number[]>>,
) {
  const names = Object.keys(about) as Name[];
  return names
    .filter((name) => measured[name].length > 0)
    .map((name) => ({
      ...about[name],
      unit: units[name],
      median: median(measured[name]),
      late: percentile(measured[name], 95),
      count: measured[name].length,
    }));
}

/**
 * Each of `above` divided by the value of `below` at the same index. The two values are measured shortly after each
 * other, so that a lasting load on the machine affects both.
 * @throws RangeError for lists of different lengths
 */
export function ratios(above: readonly number[], below: readonly number[]): number[] {
  if (above.length !== below.length) {
    throw new RangeError(`Ratios need pairs, not ${above.length} and ${below.length} measurements.`);
  }
  return above.map((value, i) => value / below[i]!);
}

function middle(sorted: readonly number[]): number {
  const half = sorted.length / 2;
  return sorted.length % 2 === 1 ? sorted[Math.floor(half)]! : (sorted[half - 1]! + sorted[half]!) / 2;
}
