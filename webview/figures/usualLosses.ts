/** Which losses an axis shows where some runs diverge. */
import { datasets } from "../../src/datasets/datasets";
import type { RunState } from "../../src/runs/RunState";
import { type ChartLine, valueRange } from "./chartLine";
import { needsLogScale } from "./needsLogScale";
import type { Range } from "./plotScale";
import type { YFit } from "./yAxis";

/** Losses above this many times the usual highest loss are outliers (see {@link usualLimit}). */
const outlying = 5;

/**
 * The cross-entropy of guessing among the classes of a run's data set, which is roughly the loss of a network before
 * its training. Undefined while the data set is unknown.
 */
export function lossOfGuessing({
  dataset,
  config,
}: Pick<RunState, "dataset" | "config">): number | undefined {
  const name = (dataset ?? config?.dataset)?.name;
  return name && Math.log(datasets[name].classes.length);
}

/** The greatest loss of guessing of the lines; 0 where it is unknown for all of them. */
function guessingOf(lines: readonly ChartLine[]): number {
  return Math.max(0, ...lines.flatMap(({ guessing }) => guessing ?? []));
}

/**
 * The greatest loss that an axis shows by default, so that a few runs that diverge do not flatten all others: {@link
 * outlying} times the median of the lines' highest losses in the range, or {@link outlying} times the loss of guessing
 * if that is greater.
 * @param range the visible part of the x axis
 */
export function usualLimit(lines: readonly ChartLine[], range: Range, showsRaw: boolean): number {
  const highs = lines.flatMap((line) => valueRange([line], range, false, showsRaw)?.[1] ?? []);
  const middle = highs.sort((a, b) => a - b)[Math.floor((highs.length - 1) / 2)] ?? 0;
  return outlying * Math.max(guessingOf(lines), middle);
}

/**
 * Whether the shown losses are readable only on a logarithmic axis, for example because most runs diverge. False if a
 * user set limits.
 */
export function needLogScale(
  lines: readonly ChartLine[],
  range: Range,
  showsRaw: boolean,
  fit: YFit,
): boolean {
  if (typeof fit === "object") return false;
  const most = fit === "usual" ? usualLimit(lines, range, showsRaw) : undefined;
  const shown = valueRange(lines, range, false, showsRaw, most);
  return shown !== undefined && needsLogScale(guessingOf(lines) || undefined, shown[1]);
}
