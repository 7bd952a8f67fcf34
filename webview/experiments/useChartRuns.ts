import { useMemo, useRef } from "preact/hooks";
import type { ExperimentRow } from "../../src/protocol/experimentsProtocol";
import { dashes, type Stroke, strokesOf } from "../../src/runs/runColours";
import { paletteSize } from "../../src/runs/runPalette";
import { trainingSeconds } from "../../src/runs/runProgress";
import type { ChartGroup, ChartRun } from "../figures/chartLines";
import type { Selection } from "./selection";
import type { TableState } from "./TableState";
import type { TableContent } from "./tableLines";

/** What the charts draw: the runs of the table that are not hidden, or the means of their groups. */
export function useChartRuns(
  rows: readonly ExperimentRow[],
  { lines, runs }: TableContent,
  { hidden, baseline, group }: TableState,
  { ids }: Selection,
): {
  runs: ChartRun[];
  groups?: ChartGroup[];
  revisions: ReadonlyMap<string, number>;
  strokes: ReadonlyMap<string, Stroke>;
} {
  const strokes = useMemo(() => strokesOf([...rows].reverse()), [rows]);
  const drawn = runs.filter(({ id }) => !hidden.includes(id));
  const isDrawn = new Set(drawn.map(({ id }) => id));
  const chartRuns = drawn.map(
    ({ id, name, state }): ChartRun => ({
      id,
      name,
      colour: strokes.get(id)?.colour ?? 0,
      dash: strokes.get(id)?.dash ?? 0,
      parentId: state.parent?.id,
      isBaseline: id === baseline,
      isHighlighted: ids.has(id),
    }),
  );
  const headings = lines.flatMap((line) => (line.kind === "group" ? [line.group] : []));
  const groups = headings.map((one, index): ChartGroup => {
    const runIds = one.runs.map(({ id }) => id).filter((id) => isDrawn.has(id));
    return {
      key: one.key,
      label: one.label,
      colour: index % paletteSize,
      dash: Math.floor(index / paletteSize) % dashes.length,
      runIds,
      isHighlighted: runIds.some((id) => ids.has(id)),
    };
  });
  const revisions = drawn.flatMap(({ id, isLive, state }): [string, number][] =>
    isLive ? [[id, trainingSeconds(state)]] : [],
  );
  const keptRevisions = useKept(revisions);
  return {
    runs: useKept(chartRuns),
    groups: useKept(group === undefined ? undefined : groups.filter(({ runIds }) => runIds.length > 0)),
    strokes,
    revisions: useMemo(() => new Map(keptRevisions), [keptRevisions]),
  };
}

/** The value of the drawing before, where it is equal to the present one. */
function useKept<T>(value: T): T {
  const kept = useRef(value);
  if (JSON.stringify(kept.current) !== JSON.stringify(value)) kept.current = value;
  return kept.current;
}
