import { type ChartLine, valueRange, wholeRange } from "../figures/chartLine";
import { paddedRange, plotScale, type Range } from "../figures/plotScale";
import { usualLimit } from "../figures/usualLosses";
import type { YFit } from "../figures/yAxis";
import type { Box, Plot } from "./Painter";

/** A logarithmic axis whose range begins at or below 0 begins at this share of the range's end. */
const leastShare = 1e-4;

/**
 * The plot of lines in an area: the area with its x axis and its y axis.
 * @param x `range` is the visible part of the axis, by default the whole axis; `whole` is the whole axis, by default
 * the range of the lines
 * @param y `range` is the visible part of the axis; by default, `fit` states which of the values in the visible part of
 * the x axis are shown
 */
export function plotOf(
  lines: readonly ChartLine[],
  area: Box,
  x: { isLog: boolean; range?: Range; whole?: Range },
  y: { isLog: boolean; fit: YFit; range?: Range },
  showsRaw: boolean,
): Plot {
  const [from, to] = x.range ?? x.whole ?? wholeRange(lines) ?? [1, 10];
  const least = x.isLog && from <= 0 ? to * leastShare : from;
  const fitted = fittedRange(lines, [least, to], y, showsRaw);
  const [low, high] = y.range ?? fitted;
  return {
    ...area,
    // If the range is a single place, the axis ends 1 after it, since an axis needs a width.
    x: plotScale(least, to > least ? to : least + 1, x.isLog, area.left, area.right),
    y: plotScale(y.isLog && low <= 0 ? high * leastShare : low, high, y.isLog, area.bottom, area.top),
    ...(y.fit !== "all" && { fitted }),
  };
}

function fittedRange(
  lines: readonly ChartLine[],
  range: Range,
  { isLog, fit }: { isLog: boolean; fit: YFit },
  showsRaw: boolean,
): Range {
  const most = fit === "usual" ? usualLimit(lines, range, showsRaw) : undefined;
  const [low, high] = paddedRange(...(valueRange(lines, range, isLog, showsRaw, most) ?? [1, 0]), isLog);
  if (typeof fit === "string") return [low, high];
  const { min = low, max = high } = fit;
  // A logarithmic axis has no place for an upper limit of 0 or below. The limits are then ignored.
  if (isLog && max <= 0) return [low, high];
  // If all values are beyond the only limit that was set, the axis is as long (in values) as without limits, and begins
  // or ends at the limit.
  if (min < max) return [min, max];
  const width = high - low;
  return fit.min === undefined ? [max - width, max] : [min, min + width];
}
