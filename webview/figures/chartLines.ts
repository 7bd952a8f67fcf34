import type { Series } from "../../src/protocol/seriesProtocol";
import { isOfValidation, type SeriesMetric, seriesMetrics } from "../../src/runs/seriesKinds";
import { strings } from "../strings";
import type { ChartLine } from "./chartLine";
import * as format from "./format";
import { type BandKind, groupBand } from "./groupBand";
import type { Range } from "./plotScale";

/** A run that is drawn: its line without the points. */
export interface ChartRun extends Omit<ChartLine, "series" | "band" | "group"> {
  hasValidation: boolean;
}

/** Runs that are drawn as one line. */
export interface ChartGroup {
  key: string;
  label: string;
  /** Index in the run palette. */
  colour: number;
  /** Index into {@link dashes} (src/runs/runColours.ts). */
  dash: number;
  runIds: readonly string[];
  isHighlighted: boolean;
  /** Whether the log of one of its runs grows. */
  isGrowing: boolean;
}

/**
 * The metrics that a chart of these runs can show, in their usual order. The metrics of the validation set are included
 * only if one of the runs has a validation set.
 */
export function metricsOf(runs: readonly ChartRun[]): SeriesMetric[] {
  const hasSome = runs.some(({ hasValidation }) => hasValidation);
  return seriesMetrics.filter((metric) => hasSome || !isOfValidation(metric));
}

/**
 * The runs and groups that a chart of a metric draws. For a metric of the validation set, runs without a validation set
 * are left out, also from the groups, and so are groups in which no run has one. For another metric, all are drawn.
 */
export function drawnBy(
  metric: SeriesMetric,
  runs: readonly ChartRun[],
  groups: readonly ChartGroup[] | undefined,
): { runs: readonly ChartRun[]; groups?: readonly ChartGroup[] } {
  if (!isOfValidation(metric)) return { runs, ...(groups && { groups }) };
  const drawn = runs.filter(({ hasValidation }) => hasValidation);
  const ids = new Set(drawn.map(({ id }) => id));
  const ofDrawn = groups?.map((group) => ({ ...group, runIds: group.runIds.filter((id) => ids.has(id)) }));
  return { runs: drawn, ...(ofDrawn && { groups: ofDrawn.filter(({ runIds }) => runIds.length > 0) }) };
}

/**
 * The lines of a chart: one for each run whose series is known; with groups, one for the mean of each group instead.
 * @param possible the lowest and the highest possible value, beyond which a band does not go
 */
export function chartLines(
  runs: readonly ChartRun[],
  groups: readonly ChartGroup[] | undefined,
  series: ReadonlyMap<string, Series>,
  band: BandKind,
  possible: Range,
): ChartLine[] {
  if (groups) return groups.map((group) => groupLine(group, runs, series, band, possible));
  return runs.flatMap((run): ChartLine[] => {
    const known = series.get(run.id);
    return known ? [{ ...run, series: known }] : [];
  });
}

/** Largest number of sentences that {@link problemTexts} returns. */
const mostProblems = 3;

/**
 * Why series of a chart could not be read, one sentence for each of the first {@link mostProblems} runs or groups. A
 * sentence begins with the name of its run or group if the chart draws several.
 */
export function problemTexts(
  runs: readonly ChartRun[],
  groups: readonly ChartGroup[] | undefined,
  series: ReadonlyMap<string, Series>,
): string[] {
  const drawn = groups?.map((group) => ({ id: groupId(group), name: group.label })) ?? runs;
  return drawn
    .flatMap(({ id, name }) => {
      const problem = series.get(id)?.problem;
      if (problem === undefined) return [];
      return drawn.length > 1 ? strings.runsChart.problemOf(name, problem) : problem;
    })
    .slice(0, mostProblems);
}

/** The id with which the mean of a group is requested. The id changes with the runs in the group. */
export function groupId({ runIds }: ChartGroup): string {
  return JSON.stringify(runIds);
}

/**
 * The label of a group, with the number of runs over which the group's mean is taken.
 * @param count number of the group's runs that have a value; undefined while the mean has not been read
 * @param size number of all runs of the group
 */
export function groupName(label: string, count: number | undefined, size: number): string {
  const { runsChart } = strings;
  if (count === undefined) return label;
  if (count === 0) return runsChart.emptyGroup(label);
  if (count === size) return runsChart.group(label, format.integer(count));
  return runsChart.groupPart(label, format.integer(count), format.integer(size));
}

function groupLine(
  group: ChartGroup,
  runs: readonly ChartRun[],
  known: ReadonlyMap<string, Series>,
  kind: BandKind,
  possible: Range,
): ChartLine {
  const { key, label, colour, dash, runIds, isHighlighted } = group;
  const series = known.get(groupId(group)) ?? { runId: key, isWhole: true };
  const { raw, spread } = series;
  const guesses = runs.flatMap(({ id, guessing }) => (runIds.includes(id) ? (guessing ?? []) : []));
  const baseline = runs.find(({ isBaseline }) => isBaseline)?.id;
  return {
    id: key,
    name: groupName(label, series.runCount, runIds.length),
    group: { label, size: runIds.length },
    colour,
    dash,
    isBaseline: runIds.length === 1 && runIds[0] === baseline,
    isHighlighted,
    isGrowing: group.isGrowing,
    ...(guesses.length > 0 && { guessing: Math.max(...guesses) }),
    series,
    ...(kind !== "none" && raw && spread && { band: groupBand(raw, spread, kind, possible) }),
  };
}
