import type { ExperimentRow } from "../../src/protocol/experimentsProtocol";
import { hasValidation } from "../../src/runs/bestEpoch";
import { parentOf } from "../../src/runs/parentOf";
import type { Stroke } from "../../src/runs/runColours";
import type { ChartRun } from "../figures/chartLines";
import { lossOfGuessing } from "../figures/usualLosses";

/** What decides how the charts draw a run, besides the run itself. The maps are by run id. */
interface Drawing {
  strokes: ReadonlyMap<string, Stroke>;
  /** The names of `distinctNames`. */
  names: ReadonlyMap<string, string>;
  /** The id of the baseline; undefined if there is none. */
  baseline: string | undefined;
  /** The ids of the highlighted runs. */
  highlighted: ReadonlySet<string>;
}

/**
 * How the charts draw runs.
 * @param rows all runs of the folder, among which the parents of forks are found
 */
export function chartRunsOf(
  drawn: readonly ExperimentRow[],
  rows: readonly ExperimentRow[],
  { strokes, names, baseline, highlighted }: Drawing,
): ChartRun[] {
  const byId = new Map(rows.map((row) => [row.id, row]));
  return drawn.map(({ id, name, state, isLive }) => ({
    id,
    name: names.get(id) ?? name,
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
