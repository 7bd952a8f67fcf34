import type { ExperimentRow } from "../../src/protocol/experimentsProtocol";
import { FilterError } from "../../src/runs/FilterError";
import { type Exclusion, parseFilter, type RunFilter } from "../../src/runs/filter";
import { type Grouping, groupKeys, groupRuns, type RunGroup } from "../../src/runs/grouping";
import { sortRuns } from "../../src/runs/sorting";
import { groupingOf, sortKeys, type TableState } from "./TableState";

/** A line of the table: a run, or the heading of a group. */
export type TableLine =
  | {
      kind: "run";
      /** Different for any two lines: a key that begins with a slash is no run id, since an id is a folder's name. */
      key: string;
      run: ExperimentRow;
      /** The key of the line's group; in a pinned line, of the run's first group. Undefined without groups. */
      groupKey?: string;
      /** Whether the line stays above all others; true only for the baseline's first line. */
      isPinned: boolean;
      /** Whether the run matches the filter. */
      isMeant: boolean;
    }
  | { kind: "group"; key: string; group: RunGroup<ExperimentRow>; isFolded: boolean };

export interface TableContent {
  /**
   * The baseline's line comes first, whatever the filter and the order are. In groups, a baseline that matches the
   * filter also has a line in each of its own groups that is not folded.
   */
  lines: TableLine[];
  /** The baseline, then the runs that match the filter, sorted, including those of folded groups. */
  runs: ExperimentRow[];
  /** Of `runs`, those that match the filter. */
  meant: ExperimentRow[];
  /**
   * The words of the filter that begin with a minus, each with the number of runs that it leaves out; empty if
   * {@link isOfEarlier}.
   */
  exclusions: readonly Exclusion[];
  /** Number of runs in the runs folder. */
  total: number;
  /** Number of archived runs that are left out since the filter does not name the archive. */
  archived: number;
  /**
   * What is wrong with the filter. If the filter cannot be parsed, `runs` are those of the latest valid filter, or all
   * runs if there was none. If a word may be the beginning of a name that a user is still typing, the word is ignored.
   * Otherwise, such as for a tag that no run has, the filter applies as it is.
   */
  error?: FilterError;
  /** Whether the filter cannot be parsed and `runs` are those of an earlier, valid filter. */
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
  const listed = matching.filter(({ labels }) => filter.isAboutArchive || !labels.archived);
  const sorted = sortRuns(listed, sortKeys(state));
  const baseline = rows.find(({ id }) => id === state.baseline);
  const others = sorted.filter((run) => run !== baseline);
  const runs = [...(baseline ? [baseline] : []), ...others];
  // The baseline matches the filter if it is in `sorted`. It is never in `others`.
  const isBaselineMeant = others.length < sorted.length;
  const meant = isBaselineMeant ? runs : others;
  const grouping = groupingOf(state);
  const lines = grouping
    ? groupRuns(sorted, grouping).flatMap((group) => groupLines(group, state))
    : others.map((run) => runLine(run));
  const pinned = baseline ? [pinnedLine(baseline, grouping, isBaselineMeant)] : [];
  return {
    lines: [...pinned, ...lines],
    runs,
    meant,
    exclusions: isOfEarlier ? [] : filter.exclusionsOf(rows),
    total: rows.length,
    archived: matching.length - listed.length,
    error,
    isOfEarlier,
    filter,
  };
}

function runLine(run: ExperimentRow, groupKey?: string): TableLine {
  const key = groupKey === undefined ? run.id : `/in/${groupKey}/${run.id}`;
  return { kind: "run", key, run, groupKey, isPinned: false, isMeant: true };
}

function pinnedLine(run: ExperimentRow, grouping: Grouping | undefined, isMeant: boolean): TableLine {
  const groupKey = grouping && groupKeys(run, grouping)[0];
  return { kind: "run", key: `/pinned/${run.id}`, run, groupKey, isPinned: true, isMeant };
}

function groupLines(group: RunGroup<ExperimentRow>, { folded }: TableState): TableLine[] {
  const isFolded = folded.includes(group.key);
  const heading: TableLine = { kind: "group", key: `/group/${group.key}`, group, isFolded };
  if (isFolded) return [heading];
  // A run with several tags has a line in several groups, each with a key of its own.
  return [heading, ...group.runs.map((run) => runLine(run, group.key))];
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
