import type { ExperimentRow } from "../../src/protocol/experimentsProtocol";
import { hasValidation } from "../../src/runs/bestEpoch";
import { parentOf } from "../../src/runs/parentOf";
import type { Stroke } from "../../src/runs/runColours";
import type { ChartRun } from "../figures/chartLines";
import { lossOfGuessing } from "../figures/usualLosses";

/**
 * How the charts draw runs.
 * @param rows all runs of the folder, among which the parents of forks are found
 * @param strokes by run id
 * @param highlighted ids of runs
 */
export function chartRunsOf(
  drawn: readonly ExperimentRow[],
  rows: readonly ExperimentRow[],
  strokes: ReadonlyMap<string, Stroke>,
  baseline: string | undefined,
  highlighted: ReadonlySet<string>,
): ChartRun[] {
  const byId = new Map(rows.map((row) => [row.id, row]));
  return drawn.map(({ id, name, state, isLive }) => ({
    id,
    name,
    colour: strokes.get(id)?.colour ?? 0,
    dash: strokes.get(id)?.dash ?? 0,
    parentId: parentOf(state, (wanted) => byId.get(wanted))?.id,
    isBaseline: id === baseline,
    isHighlighted: highlighted.has(id),
    isGrowing: isLive,
    hasValidation: hasValidation(state),
    guessing: lossOfGuessing(state),
  }));
}
