/** Draws a chart of lines: axes, bands, lines and decor, and the crosshair and dots at an inspected place. */
import { firstFrom } from "../../src/runs/stepAxes";
import type { Points } from "../../src/runs/thinCurve";
import { type ChartLine, mainPoints } from "../figures/chartLine";
import type { Decor } from "../figures/decor";
import type { HoverRow } from "../figures/hoverRows";
import { lineParts } from "../figures/lineParts";
import { plotTicks } from "../figures/plotScale";
import { sharp } from "../figures/sharp";
import { type ChartTheme, colourOf, dashOf, faintColour } from "./chartTheme";
import { drawMarks, drawRings, drawVerticals, drawWarnings } from "./drawDecor";
import { exitsOf } from "./exitsOf";
import type { Box, Painter, Plot } from "./Painter";

/** What is drawn in a plot. */
export interface RunsPicture {
  lines: readonly ChartLine[];
  /** Whether the values are drawn behind their averages. */
  showsRaw: boolean;
  x: AxisText;
  y: AxisText;
  decor?: Decor;
}

export interface AxisText {
  title: string;
  tick: (value: number) => string;
  /** Whether the axis has whole numbers only. */
  isWhole?: boolean;
}

/**
 * Number of lines in a chart above which lines are thinner, fainter and without dashes, since so many cannot be told
 * apart. The baseline and highlighted lines keep their strokes.
 */
export const crowd = 20;
/**
 * Largest number of points of a line with a dot at each point. In a chart of more than {@link crowd} lines, none has
 * dots.
 */
const mostDots = 60;
const textSize = 10;
const exitSize = 11;
/** Least distance (pixels) between the texts of neighbouring ticks of the x axis. */
const tickGap = 24;
/** Distance (pixels) by which the text of the last tick may extend beyond the right edge of the plot. */
const tickRoom = 8;
/**
 * Distances (pixels) of the plot from the edges of its canvas. The left one does not depend on the tick texts, so that
 * charts stay aligned.
 */
const margins = { left: 54, top: 8, right: 10, bottom: 34 };

export function plotArea(width: number, height: number): Box {
  const { left, top, right, bottom } = margins;
  return { left, top, right: Math.max(left + 1, width - right), bottom: Math.max(top + 1, height - bottom) };
}

export function drawAxes(painter: Painter, plot: Plot, picture: RunsPicture, theme: ChartTheme): void {
  const { x, y } = picture;
  const { left, right, top, bottom } = plot;
  // Without lines an axis has no values.
  if (picture.lines.length > 0) drawTicks(painter, plot, picture, theme);
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

function drawTicks(painter: Painter, plot: Plot, { x, y }: RunsPicture, theme: ChartTheme): void {
  const { left, right, top, bottom } = plot;
  for (const value of plotTicks(plot.y, Math.max(2, (bottom - top) / 32))) {
    const pixel = sharp(plot.y.at(value));
    if (pixel < top - 1 || pixel > bottom + 1) continue;
    painter.straight(left, pixel, right, pixel, { colour: theme.grid, width: 1 });
    painter.text(y.tick(value), left - 6, pixel, { colour: theme.text, size: textSize, align: "right" });
  }
  const widest = Math.max(...[plot.x.min, plot.x.max].map((end) => painter.widthOf(x.tick(end), textSize)));
  for (const value of plotTicks(plot.x, Math.max(2, (right - left) / (widest + tickGap)), x.isWhole)) {
    const pixel = plot.x.at(value);
    if (pixel < left - 1 || pixel > right + 1) continue;
    painter.straight(sharp(pixel), bottom, sharp(pixel), bottom + 3, { colour: theme.grid, width: 1 });
    // The text of the last tick ends before the edge of the chart.
    const text = x.tick(value);
    const middle = Math.min(pixel, right + tickRoom - painter.widthOf(text, textSize) / 2);
    painter.text(text, middle, bottom + 11, { colour: theme.text, size: textSize, align: "center" });
  }
}

/**
 * Draws decor, bands, values and lines. Baseline and highlighted lines are in front of the others.
 * @param isDrawn chooses among the picture's lines; by default all are drawn
 */
export function drawLines(
  painter: Painter,
  plot: Plot,
  picture: RunsPicture,
  theme: ChartTheme,
  isDrawn: (line: ChartLine) => boolean = () => true,
): void {
  const { lines, decor } = picture;
  const ids = new Set(lines.map(({ id }) => id));
  const order = lines.filter(isDrawn).sort((a, b) => rank(a) - rank(b));
  // With the margin, dots on the edge of the plot are not cut off.
  const room = { left: plot.left - 3, top: plot.top - 3, right: plot.right + 3, bottom: plot.bottom + 3 };
  if (decor) drawVerticals(painter, plot, decor, theme);
  painter.within(room, () => {
    for (const { band, colour } of order) if (band) painter.band(band, plot, colourOf(theme, colour), 0.18);
    if (picture.showsRaw) for (const line of order) drawRaw(painter, plot, line, ids, theme);
    for (const line of order) drawLine(painter, plot, line, lines.length, ids, theme);
  });
  for (const line of order) drawExits(painter, plot, line, picture.showsRaw, theme);
  if (!decor) return;
  drawMarks(painter, plot, decor, theme);
  drawWarnings(painter, plot, decor, theme);
  drawRings(painter, plot, decor, theme);
}

/**
 * Draws the values of a line that also has averages. The part before a fork is paler, and left out if the parent's line
 * is drawn.
 */
function drawRaw(
  painter: Painter,
  plot: Plot,
  line: ChartLine,
  ids: ReadonlySet<string>,
  theme: ChartTheme,
): void {
  const { raw, smoothed } = line.series;
  if (!raw || !smoothed) return;
  const own = ownStart(line, raw);
  if (own > 0 && !isParentDrawn(line, ids))
    painter.curve(raw, plot, { colour: theme.epochStart, width: 1 }, 0, own + 1);
  painter.curve(raw, plot, { colour: faintColour(theme, line.colour), width: 1 }, own);
}

/** Whether the parent's own line draws the part before a fork. */
function isParentDrawn({ parentId }: ChartLine, ids: ReadonlySet<string>): boolean {
  return parentId !== undefined && ids.has(parentId);
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
  const own = ownStart(line, points);
  if (own > 0 && !isParentDrawn(line, ids))
    painter.curve(
      points,
      plot,
      { colour: theme.text, width: 1.25, dash: dashOf(theme, line), opacity: 0.7 },
      0,
      own + 1,
    );
  drawStroke(painter, plot, line, count, theme);
  if (points.x.length <= mostDots && count <= crowd)
    painter.dots(points, plot, colourOf(theme, line.colour), 2, own);
}

/** Marks the places where a line leaves the plot, with the line's colour. */
function drawExits(
  painter: Painter,
  plot: Plot,
  line: ChartLine,
  showsRaw: boolean,
  theme: ChartTheme,
): void {
  for (const { x, isAbove } of exitsOf(line, plot, showsRaw))
    painter.text(isAbove ? "▲" : "▼", plot.x.at(x), isAbove ? plot.top + 4 : plot.bottom - 5, {
      colour: colourOf(theme, line.colour),
      size: exitSize,
      align: "center",
    });
}

/** Index of the last point at or before a run's fork from its parent, where the run's own part begins; 0 if no fork. */
function ownStart({ series: { forkAt } }: ChartLine, { x }: Points): number {
  if (forkAt === undefined) return 0;
  return Math.max(0, firstFrom(x, forkAt * (1 + 1e-12)) - 1);
}

function drawStroke(painter: Painter, plot: Plot, line: ChartLine, count: number, theme: ChartTheme): void {
  const points = mainPoints(line);
  const own = ownStart(line, points);
  const isSpecial = line.isBaseline || line.isHighlighted;
  const isFaint = count > crowd && !isSpecial;
  // Values that are not smoothed, more than one for each pixel, are drawn thinly. A wide line would look like a filled
  // area.
  const isDense = points === line.series.raw && points.x.length > plot.right - plot.left;
  if (line.isBaseline) painter.curve(points, plot, { colour: theme.crosshair, width: 5, opacity: 0.3 }, own);
  for (const { from, to, isFull } of lineParts(line, points.x.length))
    painter.curve(
      points,
      plot,
      {
        colour: colourOf(theme, line.colour),
        width: line.isHighlighted ? 2.5 : isFaint || isDense ? 1 : 1.75,
        dash: isFaint ? undefined : dashOf(theme, line),
        opacity: (isFaint ? 0.55 : 1) * (isFull ? 1 : 0.4),
      },
      Math.max(own, from),
      to,
    );
}

/** Largest number of lines with a dot at the inspected place. */
const mostHoverDots = 12;

/**
 * Draws the crosshair and, in front of all lines, a dot on the line of each of the first {@link mostHoverDots} rows. If
 * there are several rows, the line of the first one is drawn highlighted.
 */
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
    painter.dots(point, plot, colourOf(theme, line.colour), 3.5);
  }
}
