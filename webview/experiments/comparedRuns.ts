import type { ExperimentRow } from "../../src/protocol/experimentsProtocol";

/** Largest number of runs that are compared side by side. */
const mostCompared = 12;

/**
 * The runs that are compared: the baseline, then the selected runs, in all at most {@link mostCompared}.
 * @param selected in the order of the table
 * @param baseline comes first, even if it is not selected. Without a baseline, the first selected run comes first
 */
export function comparedRuns(
  selected: readonly ExperimentRow[],
  baseline: ExperimentRow | undefined,
): { runs: ExperimentRow[] /** Number of `runs` that are selected. */; selected: number } {
  const others = selected.filter((run) => run !== baseline);
  const runs = [...(baseline ? [baseline] : []), ...others].slice(0, mostCompared);
  return { runs, selected: runs.filter((run) => selected.includes(run)).length };
}
