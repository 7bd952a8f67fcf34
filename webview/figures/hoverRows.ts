import type { RunValue } from "../../src/protocol/seriesProtocol";
import type { Points } from "../../src/runs/thinCurve";
import { strings } from "../strings";
import { type ChartLine, mainPoints, nearestIndex } from "./chartLine";
import { groupName } from "./chartLines";
import type { PlotScale } from "./plotScale";

/**
 * Reads a logged value of each run or, in a chart of one run, of each metric. With `offset` 0, each value is the one
 * nearest to the place `at`. Otherwise the place first moves from `at` by `offset` logged values, backwards if
 * negative, along the first of the runs that has values.
 */
export type LoadValues = (runIds: string[], at: number, offset: number) => Promise<RunValue[]>;

/** The inspected place of a chart. */
export interface Cursor {
  /** The place on the x axis. */
  x: number;
  /** The pointer's y coordinate (pixels). The line nearest to it comes first. Left out if a key chose the place. */
  pointer?: number;
  /** The id of the line along which keys move; left out if the pointer chose the place. */
  lineId?: string;
}

/** What a chart shows of a line at one place. */
export interface HoverRow {
  line: ChartLine;
  /** The place of the value on the x axis. */
  x: number;
  /**
   * The logged value, or the mean of a group. While the series has only averages, undefined until the host has
   * answered.
   */
  y?: number;
  /** The average up to this value, where values are smoothed. */
  smoothed?: number;
  /** The value of the main line at the place, where its dot is drawn. */
  drawn: number;
  /** For the mean of a group: the number of runs with a value here, and the standard deviation of these values. */
  spread?: { count: number; sd: number };
}

/** Largest distance (pixels) of a place from a line's end at which the readout of the place still has the line. */
const reach = 12;

/**
 * A row for each line that {@link reaches} a place.
 * @param pointer the pointer's y coordinate (pixels): the line nearest to it comes first. Without it, the highest value
 * comes first
 */
export function hoverRows(
  lines: readonly ChartLine[],
  place: number,
  xScale: PlotScale,
  yScale: PlotScale,
  pointer?: number,
): HoverRow[] {
  const rows = lines.flatMap((line) => rowOf(line, place, xScale) ?? []);
  if (pointer === undefined) return rows.sort((a, b) => b.drawn - a.drawn);
  const byDistance = rows.map((row) => {
    const distance = Math.abs(yScale.at(row.drawn) - pointer);
    return { row, distance: Number.isNaN(distance) ? Number.POSITIVE_INFINITY : distance };
  });
  return byDistance.sort((a, b) => a.distance - b.distance).map(({ row }) => row);
}

function rowOf(line: ChartLine, place: number, scale: PlotScale): HoverRow | undefined {
  const main = mainPoints(line);
  const index = nearestIndex(main, place);
  if (index === undefined || !reaches(main, index, place, scale)) return undefined;
  const { series } = line;
  const drawn = main.y[index]!;
  const logged = series.raw && nearestIndex(series.raw, place);
  return {
    line,
    x: logged === undefined ? main.x[index]! : series.raw!.x[logged]!,
    ...(logged !== undefined && { y: series.raw!.y[logged]! }),
    ...(series.smoothed && { smoothed: drawn }),
    drawn,
    ...(series.spread && { spread: { count: series.spread.count[index]!, sd: series.spread.sd[index]! } }),
  };
}

/**
 * Whether a place is between the ends of a line, or at most {@link reach} pixels beyond them.
 * @param index of the line's point that is nearest to the place
 */
function reaches({ x }: Points, index: number, place: number, scale: PlotScale): boolean {
  const isWithin = place >= x[0]! && place <= x.at(-1)!;
  return isWithin || Math.abs(scale.at(x[index]!) - scale.at(place)) <= reach;
}

/** How values and their differences are written. */
export interface ValueTexts {
  format: (value: number) => string;
  difference: (value: number) => string;
}

/**
 * The value of a row and its average as texts; `…` for a value that is still being read. The text of a mean of two or
 * more values contains the standard deviation, too.
 */
export function rowTexts(
  { y, smoothed, spread }: Pick<HoverRow, "y" | "smoothed" | "spread">,
  { format, difference }: ValueTexts,
): { value: string; smoothed?: string } {
  const value = y === undefined ? strings.runsChart.reading : format(y);
  return {
    value: spread && spread.count > 1 ? strings.meanAndSd(value, difference(spread.sd)) : value,
    ...(smoothed !== undefined && { smoothed: format(smoothed) }),
  };
}

/** The name of a row. If only some of a group's runs have a value at the place, the name states how many. */
export function rowName({ line, spread }: Pick<HoverRow, "line" | "spread">): string {
  return line.group && spread ? groupName(line.group.label, spread.count, line.group.size) : line.name;
}

/** The rows of one run in one sentence, for screen readers. */
export function readoutOfAll(place: string, rows: readonly HoverRow[], texts: ValueTexts): string {
  const parts = rows.flatMap((row) => {
    const { value, smoothed } = rowTexts(row, texts);
    const average = smoothed === undefined ? [] : [`${strings.lossChart.smoothed} ${smoothed}`];
    return [`${row.line.name} ${value}`, ...average];
  });
  return strings.runsChart.readoutOfAll(place, parts.join(", "));
}

/** A row in one sentence, for screen readers. */
export function readoutText(
  place: string,
  name: string,
  { value, smoothed }: { value: string; smoothed?: string },
): string {
  const { runsChart } = strings;
  return smoothed === undefined
    ? runsChart.readout(place, name, value)
    : runsChart.readoutSmoothed(place, name, value, smoothed);
}
