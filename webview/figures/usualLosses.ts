/** Which losses an axis shows where some runs diverge. */
import { type ChartLine, valueRange } from "./chartLine";
import { needsLogScale } from "./needsLogScale";
import type { Range } from "./plotScale";
import type { YFit } from "./yAxis";

/** The cross-entropy of guessing among ten classes, which is about the loss of a network before its training. */
const guessing = Math.log(10);
/** Factor above the usual highest loss from which losses are outliers. */
const outlying = 5;

/**
 * The greatest loss that an axis shows by default, so that a few runs that diverge do not flatten all others: {@link
 * outlying} times the median of the runs' highest losses, or of the loss of guessing if that is greater.
 * @param range the visible part of the x axis
 */
export function usualLimit(lines: readonly ChartLine[], range: Range, showsRaw: boolean): number {
  const highs = lines.flatMap((line) => valueRange([line], range, false, showsRaw)?.[1] ?? []);
  const middle = highs.sort((a, b) => a - b)[Math.floor((highs.length - 1) / 2)] ?? 0;
  return outlying * Math.max(guessing, middle);
}

/** Whether the shown losses need a logarithmic axis to be readable, as when most runs diverge. */
export function needLogScale(
  lines: readonly ChartLine[],
  range: Range,
  showsRaw: boolean,
  fit: YFit,
): boolean {
  if (typeof fit === "object") return false;
  const most = fit === "usual" ? usualLimit(lines, range, showsRaw) : undefined;
  const shown = valueRange(lines, range, false, showsRaw, most);
  return shown !== undefined && needsLogScale(guessing, shown[1]);
}
