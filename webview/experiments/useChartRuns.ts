import { useMemo } from "preact/hooks";
import type { ExperimentRow } from "../../src/protocol/experimentsProtocol";
import { distinctNames } from "../../src/runs/distinctNames";
import { type Stroke, strokesOf } from "../../src/runs/runColours";
import { trainingSeconds } from "../../src/runs/runProgress";
import type { ChartGroup, ChartRun } from "../figures/chartLines";
import { useEqual } from "../useEqual";
import { chartRunsOf } from "./chartRunsOf";
import { groupStrokes, strokesInGroups } from "./groupStrokes";
import type { Selection } from "./selection";
import { groupingOf, type TableState } from "./TableState";
import type { TableContent } from "./tableLines";

/** What the charts draw: the runs of the table that are not hidden, or the means of their groups. */
export function useChartRuns(
  rows: readonly ExperimentRow[],
  { lines, runs }: TableContent,
  table: TableState,
  { ids }: Selection,
): {
  runs: ChartRun[];
  groups?: ChartGroup[];
  revisions: ReadonlyMap<string, number>;
  strokes: ReadonlyMap<string, Stroke>;
  /** The stroke of each run in the table, by run id: its own or, if runs are grouped, the one of its first group. */
  tableStrokes: ReadonlyMap<string, Stroke>;
  /** The names of {@link distinctNames}. */
  names: ReadonlyMap<string, string>;
  /** How the charts draw the mean of each group, by the group's key; undefined without groups. */
  ofGroups: ReadonlyMap<string, Stroke> | undefined;
} {
  const { hidden, baseline, group } = table;
  const strokes = useMemo(() => strokesOf([...rows].reverse()), [rows]);
  const names = useMemo(() => distinctNames(rows), [rows]);
  const { ofGroups, tableStrokes } = useMemo(() => {
    const grouping = groupingOf(table);
    if (!grouping) return { ofGroups: undefined, tableStrokes: strokes };
    const ofGroups = groupStrokes(rows, grouping);
    return { ofGroups, tableStrokes: strokesInGroups(rows, grouping, ofGroups) };
  }, [rows, group]);
  const isHidden = new Set(hidden);
  const drawn = runs.filter(({ id }) => !isHidden.has(id));
  const isDrawn = new Set(drawn.map(({ id }) => id));
  const chartRuns = chartRunsOf(drawn, rows, { strokes, names, baseline, highlighted: ids });
  const headings = lines.flatMap((line) => (line.kind === "group" ? [line.group] : []));
  const groups = headings.map((one): ChartGroup => {
    const runIds = one.runs.map(({ id }) => id).filter((id) => isDrawn.has(id));
    return {
      key: one.key,
      label: one.label,
      colour: ofGroups?.get(one.key)?.colour ?? 0,
      dash: ofGroups?.get(one.key)?.dash ?? 0,
      runIds,
      isHighlighted: runIds.some((id) => ids.has(id)),
      isGrowing: one.runs.some(({ isLive }) => isLive),
    };
  });
  const revisions = drawn.flatMap(({ id, isLive, state }): [string, number][] =>
    isLive ? [[id, trainingSeconds(state)]] : [],
  );
  const keptRevisions = useEqual(revisions);
  return {
    runs: useEqual(chartRuns),
    groups: useEqual(group === undefined ? undefined : groups.filter(({ runIds }) => runIds.length > 0)),
    strokes,
    tableStrokes,
    names,
    ofGroups,
    revisions: useMemo(() => new Map(keptRevisions), [keptRevisions]),
  };
}
