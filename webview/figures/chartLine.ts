import type { Series } from "../../src/protocol/seriesProtocol";
import { firstFrom } from "../../src/runs/stepAxes";
import type { Points } from "../../src/runs/thinCurve";
import type { LineColour } from "./lineColour";
import { highestUpTo, valuesIn } from "./valuesIn";

/** A line in a chart: of a run, of a figure of the run on display, of a layer, or of the mean of a group. */
export interface ChartLine {
  id: string;
  name: string;
  colour: LineColour;
  /** Index into {@link dashes} (src/runs/runColours.ts). */
  dash: number;
  parentId?: string;
  isBaseline: boolean;
  isHighlighted: boolean;
  /** Whether the log of the run, or of one of a group's runs, grows. The line then changes often. */
  isGrowing: boolean;
  /**
   * The {@link lossOfGuessing} of the run; for a group, the greatest of its runs. Left out where the y axis does not
   * depend on it.
   */
  guessing?: number;
  series: Series;
  band?: Band;
  /** For the mean of a group: what its runs have in common, and their number. */
  group?: { label: string; size: number };
}

/** The area around the mean of a group. `low` and `high` are NaN where there is no area. */
export interface Band {
  x: Float64Array;
  low: Float32Array;
  high: Float32Array;
}

const none: Points = { x: new Float64Array(), y: new Float32Array() };

/**
 * The points of the main line: the averages if the values are smoothed, else the values. Empty for a series without
 * values.
 */
export function mainPoints({ series }: ChartLine): Points {
  return series.smoothed ?? series.raw ?? none;
}

/**
 * Index of the point nearest to `place` that is no gap; of two at the same distance, the left one. Undefined without
 * such a point.
 */
export function nearestIndex({ x, y }: Points, place: number): number | undefined {
  const after = firstFrom(x, place);
  let left = after - 1;
  while (left >= 0 && !Number.isFinite(y[left]!)) left--;
  let right = after;
  while (right < x.length && !Number.isFinite(y[right]!)) right++;
  if (left < 0) return right < x.length ? right : undefined;
  if (right >= x.length) return left;
  return x[right]! - place < place - x[left]! ? right : left;
}

/** The points that are drawn of a line: the main line and, if `showsRaw`, the values behind their averages. */
export function drawnPoints(line: ChartLine, showsRaw: boolean): Points[] {
  const main = mainPoints(line);
  const { raw } = line.series;
  return showsRaw && raw && raw !== main ? [main, raw] : [main];
}

/**
 * The lowest and the highest value of lines and their bands within a range of x. The next point of each line beyond
 * each end of the range counts too. On a logarithmic axis, only values above 0 count.
 * @param most values above it do not count
 * @returns undefined where no value counts
 */
export function valueRange(
  lines: readonly ChartLine[],
  [from, to]: readonly [number, number],
  isLog: boolean,
  showsRaw: boolean,
  most = Number.POSITIVE_INFINITY,
): [low: number, high: number] | undefined {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  const add = (x: Float64Array, y: Float32Array) => {
    const values = valuesIn(x, y, from, to);
    const lowest = isLog ? values.lowPositive : values.low;
    if (lowest > most) return;
    const highest = highestUpTo(most, x, y, from, to);
    // On a logarithmic axis, a line whose values are all 0 or below has no value that counts.
    if (highest < lowest) return;
    low = Math.min(low, lowest);
    high = Math.max(high, highest);
  };
  for (const line of lines) {
    for (const { x, y } of drawnPoints(line, showsRaw)) add(x, y);
    if (line.band) {
      add(line.band.x, line.band.low);
      add(line.band.x, line.band.high);
    }
  }
  return low <= high ? [low, high] : undefined;
}

/** The smallest range of x that contains the whole curves of all lines; undefined while no line has values. */
export function wholeRange(lines: readonly ChartLine[]): [from: number, to: number] | undefined {
  const extents = lines.flatMap(({ series }) => (series.extent ? [series.extent] : []));
  if (extents.length === 0) return undefined;
  return extents.reduce(([from, to], [first, last]) => [Math.min(from, first), Math.max(to, last)]);
}
