import type { Series } from "../../src/protocol/seriesProtocol";
import { strings } from "../strings";
import { type ChartLine, mainPoints } from "./chartLine";
import * as format from "./format";
import { type BandKind, groupCurve } from "./groupCurve";

/** A run that is drawn. */
export interface ChartRun extends Omit<ChartLine, "series" | "band"> {}

/** Runs that are drawn as one line. */
export interface ChartGroup {
  key: string;
  label: string;
  /** Index of the palette. */
  colour: number;
  /** Index of the dashes. */
  dash: number;
  runIds: readonly string[];
  isHighlighted: boolean;
}

/** The lines of a chart: one for each run whose series is known, or the mean of each group. */
export function chartLines(
  runs: readonly ChartRun[],
  groups: readonly ChartGroup[] | undefined,
  series: ReadonlyMap<string, Series>,
  band: BandKind,
): ChartLine[] {
  const lines = runs.flatMap((run): ChartLine[] => {
    const known = series.get(run.id);
    return known ? [{ ...run, series: known }] : [];
  });
  if (!groups) return lines;
  const byId = new Map(lines.map((line) => [line.id, line]));
  return groups.map((group) => groupLine(group, byId, band));
}

function groupLine(group: ChartGroup, byId: ReadonlyMap<string, ChartLine>, kind: BandKind): ChartLine {
  const members = group.runIds.flatMap((id) => byId.get(id) ?? []);
  const { mean, band } = groupCurve(members.map(mainPoints), kind);
  const extents = members.flatMap(({ series }) => (series.extent ? [series.extent] : []));
  const series: Series = {
    runId: group.key,
    raw: mean,
    // The host knows no group, so that its values are those that are drawn.
    isWhole: true,
    ...(extents.length > 0 && {
      extent: [Math.min(...extents.map(([first]) => first)), Math.max(...extents.map(([, last]) => last))],
    }),
  };
  return {
    id: group.key,
    name: strings.runsChart.group(group.label || strings.none, format.integer(members.length)),
    colour: group.colour,
    dash: group.dash,
    isBaseline: members.length === 1 && members[0]!.isBaseline,
    isHighlighted: group.isHighlighted,
    series,
    ...(band && { band }),
  };
}
