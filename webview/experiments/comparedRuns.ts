import type { ExperimentRow } from "../../src/protocol/experimentsProtocol";

/** Largest number of runs that are compared side by side. */
const mostCompared = 12;

/**
 * The runs that are compared: the one that the others differ from, then the selected ones.
 * @param selected in the order of the table; of many, the first ones are compared
 * @param baseline the first, whether it is selected or not; without one, the first selected run is
 */
export function comparedRuns(
  selected: readonly ExperimentRow[],
  baseline: ExperimentRow | undefined,
): { runs: ExperimentRow[] /** Number of those that are selected. */; selected: number } {
  const others = selected.filter((run) => run !== baseline);
  const runs = [...(baseline ? [baseline] : []), ...others].slice(0, mostCompared);
  return { runs, selected: runs.filter((run) => selected.includes(run)).length };
}
