import type { ExperimentRow } from "../../src/protocol/experimentsProtocol";
import { FilterError } from "../../src/runs/FilterError";
import { parseFilter, type RunFilter } from "../../src/runs/filter";
import { groupRuns, type RunGroup } from "../../src/runs/grouping";
import { sortRuns } from "../../src/runs/sorting";
import { groupingOf, sortKeys, type TableState } from "./TableState";

/** A line of the table: a run, or the heading of a group. */
export type TableLine =
  | { kind: "run"; key: string; run: ExperimentRow; groupKey?: string }
  | { kind: "group"; key: string; group: RunGroup<ExperimentRow>; isFolded: boolean };

export interface TableContent {
  lines: TableLine[];
  /** The runs that match the filter, sorted, including those of folded groups. */
  runs: ExperimentRow[];
  /** Number of runs in the folder. */
  total: number;
  /** Number of archived runs that are left out since the filter does not name the archive. */
  archived: number;
  /**
   * What is wrong with the filter. Where the filter cannot be parsed, `runs` are those of the latest valid filter.
   * Where a word is only begun, `runs` are those of the other words.
   */
  error?: FilterError;
  /** Whether `runs` are those of the latest valid filter. */
  isOfEarlier: boolean;
}

/**
 * The lines of the table: the runs that match the filter, sorted, in groups.
 * @param before the latest valid filter, used while the text of the filter cannot be parsed
 */
export function tableContent(
  rows: readonly ExperimentRow[],
  state: TableState,
  before?: RunFilter,
): TableContent & { filter: RunFilter } {
  const { filter, error, isOfEarlier } = readFilter(state.filter, rows, before);
  const matching = rows.filter((run) => filter.matches(run));
  const meant = matching.filter(({ labels }) => filter.isAboutArchive || !labels.archived);
  const runs = sortRuns(meant, sortKeys(state));
  const grouping = groupingOf(state);
  const lines = grouping
    ? groupRuns(runs, grouping).flatMap((group) => groupLines(group, state))
    : runs.map((run): TableLine => ({ kind: "run", key: run.id, run }));
  const archived = matching.length - meant.length;
  return { lines, runs, total: rows.length, archived, error, isOfEarlier, filter };
}

function groupLines(group: RunGroup<ExperimentRow>, { folded }: TableState): TableLine[] {
  const isFolded = folded.includes(group.key);
  const heading: TableLine = { kind: "group", key: `group ${group.key}`, group, isFolded };
  if (isFolded) return [heading];
  // A run with several tags is in several groups.
  return [
    heading,
    ...group.runs.map(
      (run): TableLine => ({ kind: "run", key: `${group.key} ${run.id}`, run, groupKey: group.key }),
    ),
  ];
}

function readFilter(
  text: string,
  rows: readonly ExperimentRow[],
  before?: RunFilter,
): { filter: RunFilter; error?: FilterError; isOfEarlier: boolean } {
  try {
    const filter = parseFilter(text);
    const error = filter.unknownAmong(rows);
    if (!error?.begun) return { filter, error, isOfEarlier: false };
    const { start, end } = error.begun;
    return { ...readFilter(text.slice(0, start) + text.slice(end), rows, before), error };
  } catch (error) {
    if (!(error instanceof FilterError)) throw error;
    return { filter: before ?? parseFilter(""), error, isOfEarlier: before !== undefined };
  }
}
