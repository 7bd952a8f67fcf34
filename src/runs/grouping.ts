/** Groups of runs, each with the mean, the spread and the best of its runs' values in one column. */

import * as l10n from "@vscode/l10n";
import { wholeNumber } from "../text/numbers";
import { composed } from "../text/sameText";
import { type Column, columnNamed, columns, type Row } from "./columns";
import { type HyperparameterKey, hyperparameters } from "./hyperparameters";
import { comparable, valuesText, varyingColumns } from "./varying";

/**
 * What the runs of a group have in common: the value of a column, a tag, or all hyperparameters that decide the result
 * except the seed.
 */
export type Grouping = { by: "column"; column: Column } | { by: "tag" } | { by: "seed" };

export interface RunGroup<R extends Row> {
  /** An id that only this group has. It stays the same when runs are added or removed. */
  key: string;
  /** The label for users: the value, the tag, or what differs from the other groups. */
  label: string;
  runs: R[];
  figures: GroupFigures<R>;
}

/** Figures of a column's values in a group. Runs without a value in the column are left out. */
export interface GroupFigures<R extends Row> {
  /** Number of runs with a value. */
  n: number;
  mean: number | undefined;
  /** Standard deviation of the sample (with the divisor `n` − 1); undefined for fewer than two values. */
  sd: number | undefined;
  min: number | undefined;
  max: number | undefined;
  /**
   * The run with the lowest value if lower values of the column are better, else with the highest. Of equal values, the
   * first run. Undefined if no run has a value.
   */
  best: R | undefined;
}

/**
 * Groups runs. The runs of a group keep their order. The groups are in the order of their first runs. If the runs are
 * grouped by tag, a run with several tags is in several groups.
 * @param figure the column from whose values the figures are computed. Default: the test accuracy of the best epoch
 */
export function groupRuns<R extends Row>(
  runs: readonly R[],
  grouping: Grouping,
  figure: Column = columnNamed("accuracy")!,
): RunGroup<R>[] {
  const groups = new Map<string, R[]>();
  for (const run of runs)
    for (const key of groupKeys(run, grouping)) groups.set(key, [...(groups.get(key) ?? []), run]);
  const firsts = [...groups.values()].map(([first]) => first!);
  return [...groups].map(([key, members]) => ({
    key,
    label: labelOf(grouping, key, members[0]!, firsts),
    runs: members,
    figures: figuresOf(members, figure),
  }));
}

export function figuresOf<R extends Row>(runs: readonly R[], figure: Column): GroupFigures<R> {
  const known = runs.flatMap((run) => {
    const value = figure.value(run);
    return value === undefined ? [] : [{ run, value: Number(value) }];
  });
  const values = known.map(({ value }) => value);
  const n = values.length;
  if (n === 0) return { n, mean: undefined, sd: undefined, min: undefined, max: undefined, best: undefined };
  const [min, max] = values.reduce(
    ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  );
  // The rounded mean of equal values can be another number, with a standard deviation above 0.
  const mean = min === max ? min : values.reduce((sum, value) => sum + value, 0) / n;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const best = known.find(({ value }) => value === (figure.better === "lower" ? min : max));
  return { n, mean, sd: n > 1 ? Math.sqrt(squares / (n - 1)) : undefined, min, max, best: best?.run };
}

/** The keys of the groups that a run is in. */
export function groupKeys(run: Row, grouping: Grouping): readonly string[] {
  switch (grouping.by) {
    case "column":
      return [composed(String(grouping.column.value(run) ?? grouping.column.text(run)))];
    case "tag":
      return run.labels.tags.length > 0 ? run.labels.tags : [""];
    case "seed":
      return [sameButForSeed(run)];
    default:
      return grouping satisfies never;
  }
}

/** Whether the hyperparameter `key` decides a run's result. False for the seed, and if `key` is undefined. */
function isDecisive(key: HyperparameterKey | undefined): boolean {
  return key !== undefined && key !== "seed" && hyperparameters[key].decidesResult;
}

const decisive = columns.filter(({ hyperparameter }) => isDecisive(hyperparameter));

/**
 * A text that is equal for two runs if all hyperparameters that decide the result, except the seed, are equal, and the
 * runs are forks at the same step or no forks.
 */
export function sameButForSeed(run: Row): string {
  const { parent } = run.state;
  const values = decisive.map((column) => comparable(column, run));
  // A fork has its parent's seed. Forks at the same step belong together, even if the seeds of their parents differ.
  return JSON.stringify([...values, parent ? parent.step : ""]);
}

function labelOf(grouping: Grouping, key: string, first: Row, firsts: readonly Row[]): string {
  if (grouping.by === "tag") return key || l10n.t("no tag");
  if (grouping.by === "column") return grouping.column.text(first) || "–";
  const varying = varyingColumns(firsts).filter(({ hyperparameter }) => isDecisive(hyperparameter));
  const step = first.state.parent?.step;
  const fork = step === undefined ? [] : [l10n.t("fork after step {0}", wholeNumber(step))];
  const own = [...valuesText(first, unusualColumns(first, firsts, varying)), ...fork];
  if (own.length > 0) return own.join(", ");
  const usual = valuesText(first, varying);
  if (usual.length === 0) return l10n.t("same settings");
  return usual.length <= mostUsual ? usual.join(", ") : `${usual.slice(0, mostUsual).join(", ")}, …`;
}

/** Largest number of values in a group's label, if the group has no {@link unusualColumns} and is no fork. */
const mostUsual = 3;

/**
 * The columns in which this group has a value that no more than half of the groups have.
 * @param first the first run of this group
 * @param firsts the first run of each group
 */
function unusualColumns(first: Row, firsts: readonly Row[], varying: readonly Column[]): Column[] {
  return varying.filter((column) => {
    const own = comparable(column, first);
    const alike = firsts.filter((other) => comparable(column, other) === own).length;
    return 2 * alike <= firsts.length;
  });
}
