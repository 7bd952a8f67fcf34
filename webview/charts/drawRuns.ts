/** Draws a chart of many runs: axes, bands, lines, and what lies over them at one place. */
import { dashes } from "../../src/runs/runColours";
import { firstFrom } from "../../src/runs/stepAxes";
import type { Points } from "../../src/runs/thinCurve";
import { type ChartLine, mainPoints } from "../figures/chartLine";
import type { HoverRow } from "../figures/hoverRows";
import { plotTicks } from "../figures/plotScale";
import type { ChartTheme } from "./chartTheme";
import type { Box, Painter, Plot } from "./Painter";

/** What is drawn in a plot. */
export interface RunsPicture {
  lines: readonly ChartLine[];
  /** Whether the values are drawn behind their averages. */
  showsRaw: boolean;
  x: AxisText;
  y: AxisText;
}

export interface AxisText {
  title: string;
  tick: (value: number) => string;
}

/** Number of lines above which they are thinner and fainter, since they cannot be told apart. */
export const crowd = 20;
/** Number of points of a line up to which each has a dot. */
const mostDots = 60;
const textSize = 10;
/** Half of the width (pixels) of most ticks' texts. */
const tickRoom = 20;
/** Distances (pixels) of the plot from the edges of its canvas. The left one is fixed, so that charts stay aligned. */
const margins = { left: 54, top: 8, right: 10, bottom: 34 };

export function plotArea(width: number, height: number): Box {
  const { left, top, right, bottom } = margins;
  return { left, top, right: Math.max(left + 1, width - right), bottom: Math.max(top + 1, height - bottom) };
}

export function drawAxes(painter: Painter, plot: Plot, { x, y }: RunsPicture, theme: ChartTheme): void {
  const { left, right, top, bottom } = plot;
  for (const value of plotTicks(plot.y, Math.max(2, (bottom - top) / 32))) {
    const pixel = sharp(plot.y.at(value));
    if (pixel < top - 1 || pixel > bottom + 1) continue;
    painter.straight(left, pixel, right, pixel, { colour: theme.grid, width: 1 });
    painter.text(y.tick(value), left - 6, pixel, { colour: theme.text, size: textSize, align: "right" });
  }
  for (const value of plotTicks(plot.x, Math.max(2, (right - left) / 90))) {
    const pixel = plot.x.at(value);
    if (pixel < left - 1 || pixel > right + 1) continue;
    painter.straight(sharp(pixel), bottom, sharp(pixel), bottom + 3, { colour: theme.grid, width: 1 });
    // The text of the last tick ends at the edge of the plot.
    const align = right - pixel < tickRoom ? "right" : "center";
    const at = align === "right" ? Math.min(pixel + tickRoom, right + 4) : pixel;
    painter.text(x.tick(value), at, bottom + 11, { colour: theme.text, size: textSize, align });
  }
  painter.text(x.title, (left + right) / 2, bottom + 26, {
    colour: theme.text,
    size: textSize,
    align: "center",
  });
  painter.text(y.title, 7, (top + bottom) / 2, {
    colour: theme.text,
    size: textSize,
    align: "center",
    isUpright: true,
  });
}

export function drawLines(painter: Painter, plot: Plot, picture: RunsPicture, theme: ChartTheme): void {
  const { lines } = picture;
  const ids = new Set(lines.map(({ id }) => id));
  const order = [...lines].sort((a, b) => rank(a) - rank(b));
  // Dots on the edge of the plot are complete.
  const room = { left: plot.left - 3, top: plot.top - 3, right: plot.right + 3, bottom: plot.bottom + 3 };
  painter.within(room, () => {
    for (const { band, colour } of order) if (band) painter.band(band, plot, theme.runs[colour]!, 0.18);
    if (picture.showsRaw)
      for (const { series, colour } of order)
        if (series.smoothed && series.raw)
          painter.curve(
            series.raw,
            plot,
            { colour: theme.runs[colour]!, width: 1, opacity: 0.28 },
            ownStart(series.raw, series.forkAt),
          );
    for (const line of order) drawLine(painter, plot, line, lines.length, ids, theme);
  });
}

function rank({ isBaseline, isHighlighted }: ChartLine): number {
  return Number(isBaseline) + 2 * Number(isHighlighted);
}

function drawLine(
  painter: Painter,
  plot: Plot,
  line: ChartLine,
  count: number,
  ids: ReadonlySet<string>,
  theme: ChartTheme,
): void {
  const points = mainPoints(line);
  const own = ownStart(points, line.series.forkAt);
  const isParentDrawn = line.parentId !== undefined && ids.has(line.parentId);
  // The parent's part is drawn by the parent's own line where it is in the chart.
  if (own > 0 && !isParentDrawn)
    painter.curve(points, plot, { colour: theme.text, width: 1, opacity: 0.5 }, 0, own + 1);
  drawStroke(painter, plot, line, count, theme);
  if (points.x.length <= mostDots && count <= crowd)
    painter.dots(points, plot, theme.runs[line.colour]!, 2, own);
}

/** Index of the last point before a fork, at which its own line begins; 0 for other runs. */
function ownStart({ x }: Points, forkAt: number | undefined): number {
  if (forkAt === undefined) return 0;
  return Math.max(0, firstFrom(x, forkAt * (1 + 1e-12)) - 1);
}

function drawStroke(painter: Painter, plot: Plot, line: ChartLine, count: number, theme: ChartTheme): void {
  const points = mainPoints(line);
  const own = ownStart(points, line.series.forkAt);
  const isSpecial = line.isBaseline || line.isHighlighted;
  const isFaint = count > crowd && !isSpecial;
  if (line.isBaseline) painter.curve(points, plot, { colour: theme.crosshair, width: 5, opacity: 0.3 }, own);
  painter.curve(
    points,
    plot,
    {
      colour: theme.runs[line.colour]!,
      width: line.isHighlighted ? 2.5 : isFaint ? 1 : 1.75,
      dash: dashes[line.dash],
      opacity: isFaint ? 0.55 : 1,
    },
    own,
  );
}

/** Number of lines whose points at the inspected place have dots. */
const mostHoverDots = 12;

/** Draws the crosshair, the nearest line in front of all others, and dots at the inspected place. */
export function drawHover(
  painter: Painter,
  plot: Plot,
  rows: readonly HoverRow[],
  place: number,
  theme: ChartTheme,
): void {
  const pixel = sharp(plot.x.at(place));
  painter.straight(pixel, plot.top, pixel, plot.bottom, { colour: theme.crosshair, width: 1, opacity: 0.6 });
  const [first] = rows;
  painter.within(plot, () => {
    if (!first || rows.length === 1) return;
    drawStroke(painter, plot, { ...first.line, isHighlighted: true }, 1, theme);
  });
  for (const { line, x, drawn } of rows.slice(0, mostHoverDots)) {
    const point = { x: Float64Array.of(x), y: Float32Array.of(drawn) };
    painter.dots(point, plot, theme.background, 4.5);
    painter.dots(point, plot, theme.runs[line.colour]!, 3.5);
  }
}

/** A line of one pixel is sharp in the middle of a pixel. */
function sharp(pixel: number): number {
  return Math.round(pixel) + 0.5;
}
