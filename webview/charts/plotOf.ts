import { type ChartLine, valueRange, wholeRange } from "../figures/chartLine";
import { paddedRange, plotScale, type Range } from "../figures/plotScale";
import type { Box, Plot } from "./Painter";

/** Part of an axis' end at which a logarithmic axis begins where its range begins at 0. */
const leastShare = 1e-4;

/**
 * The axes of lines in an area.
 * @param x `range` is the visible part, `whole` the whole axis; by default all values of the lines
 * @param yRange the visible part of the y axis; left out for all values in the visible part of the x axis
 */
export function plotOf(
  lines: readonly ChartLine[],
  area: Box,
  x: { isLog: boolean; range?: Range; whole?: Range },
  y: { isLog: boolean },
  showsRaw: boolean,
  yRange?: Range,
): Plot {
  const [from, to] = x.range ?? x.whole ?? wholeRange(lines) ?? [1, 10];
  const least = x.isLog && from <= 0 ? to * leastShare : from;
  const found = valueRange(lines, [least, to], y.isLog, showsRaw);
  const [low, high] = yRange ?? (found ? paddedRange(...found, y.isLog) : paddedRange(1, 0, y.isLog));
  return {
    ...area,
    // A single place needs a width.
    x: plotScale(least, to > least ? to : least + 1, x.isLog, area.left, area.right),
    y: plotScale(y.isLog && low <= 0 ? high * leastShare : low, high, y.isLog, area.bottom, area.top),
  };
}
