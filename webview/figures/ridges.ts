import { evenly } from "../../src/runs/layers/evenly";
import type { Histogram } from "../../src/runs/layers/LayerRecord";

/** A histogram as a line above its own base line. */
export interface Ridge {
  step: number;
  /** `x` is from 0 to 1 on the axis that all ridges share, `height` from 0 to 1. */
  points: { x: number; height: number }[];
}

export interface Ridges {
  from: number;
  to: number;
  ridges: Ridge[];
}

/** Largest number of ridges in a drawing. Among more, neighbours cannot be distinguished. */
const most = 24;

/**
 * The ridges of histograms in the order of the steps. Of more than {@link most}, evenly spaced ones are chosen.
 * Undefined if there is no histogram.
 */
export function ridgesOf(
  histograms: readonly { step: number; histogram: Histogram | null }[],
): Ridges | undefined {
  const known = histograms.flatMap(({ step, histogram }) => (histogram ? [{ step, histogram }] : []));
  const shown = evenly(known, most);
  if (shown.length === 0) return undefined;
  const from = Math.min(...shown.map(({ histogram }) => histogram.from));
  const to = Math.max(...shown.map(({ histogram }) => histogram.to));
  const span = to - from || 1;
  const densities = shown.map(({ histogram }) => densityOf(histogram, span));
  const highest = Math.max(...densities.flat());
  const ridges = shown.map(({ step, histogram }, index) => {
    const width = (histogram.to - histogram.from) / histogram.counts.length;
    const place = (at: number) => (histogram.from + at * width - from) / span;
    // The height is the square root of the density's share of the highest density: the histograms of the first steps
    // are often far narrower and higher than those of the last.
    const points = densities[index]!.map((density, bin) => ({
      x: place(bin + 0.5),
      height: Math.sqrt(density / highest),
    }));
    const ends = [place(0), place(histogram.counts.length)].map((x) => ({ x, height: 0 }));
    return { step, points: [ends[0]!, ...points, ends[1]!] };
  });
  return { from, to, ridges };
}

/**
 * The density of the values in each bin: the bin's share of the values, divided by its share of the axis. A bin counts
 * as at least 1/1000 of the axis.
 * @param span width of the axis
 */
function densityOf({ from, to, counts }: Histogram, span: number): number[] {
  const total = counts.reduce((sum, count) => sum + count, 0) || 1;
  const width = Math.max((to - from) / counts.length, span / 1000);
  return counts.map((count) => (count / total) * (span / width));
}
