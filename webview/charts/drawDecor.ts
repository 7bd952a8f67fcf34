/**
 * Draws what lies around the lines of a chart: ends of epochs, marks of changes, signs of warnings, rings at points.
 */
import type { Decor } from "../figures/decor";
import { type PlacedLabel, placeLabels } from "../figures/placeLabels";
import { sharp } from "../figures/sharp";
import { type ChartTheme, colourOf } from "./chartTheme";
import type { Painter, Plot } from "./Painter";

/**
 * Least distance (pixels) of neighbouring `verticals` of a {@link Decor}. If any two visible ones are closer, none is
 * drawn.
 */
const verticalSpacing = 14;
const labelSize = 10;
const labelGap = 3;
const ringRadius = 5;
const signSize = 12;

/** Draws the `verticals` of a {@link Decor}, unless they are too close, with gaps where the labels of marks stand. */
export function drawVerticals(painter: Painter, plot: Plot, decor: Decor, theme: ChartTheme): void {
  const visible = (decor.verticals ?? []).map(plot.x.at).filter((pixel) => isWithin(pixel, plot));
  const isCrowded = visible.some(
    (pixel, index) => index > 0 && pixel - visible[index - 1]! < verticalSpacing,
  );
  if (isCrowded) return;
  const labels = labelsOf(painter, plot, decor);
  for (const pixel of visible) drawVertical(painter, plot, labels, pixel, theme.epochStart);
}

/**
 * Draws each mark as a dashed line with the mark's labels at the top of the plot. A label that does not fit is not
 * drawn.
 */
export function drawMarks(painter: Painter, plot: Plot, decor: Decor, theme: ChartTheme): void {
  const labels = labelsOf(painter, plot, decor);
  for (const { x } of visibleMarks(plot, decor))
    drawVertical(painter, plot, labels, plot.x.at(x), theme.text, [2, 3]);
  for (const { text, left, top, height } of labels)
    painter.text(text, left, top + height / 2, { colour: theme.text, size: labelSize, align: "left" });
}

/**
 * Draws each warning as a dashed line with a sign at its foot: a triangle with an exclamation mark. The line has gaps
 * where the labels of marks stand.
 */
export function drawWarnings(painter: Painter, plot: Plot, decor: Decor, theme: ChartTheme): void {
  const labels = labelsOf(painter, plot, decor);
  for (const { x } of decor.warnings ?? []) {
    const place = plot.x.at(x);
    if (!isWithin(place, plot)) continue;
    drawVertical(painter, plot, labels, place, theme.warning, [4, 3]);
    const pixel = sharp(place);
    const foot = plot.bottom - 1;
    // The edge in the background's colour sets the sign off from lines of a similar colour.
    painter.triangle(pixel, foot + 1, signSize + 4, theme.background);
    painter.triangle(pixel, foot, signSize, theme.warning);
    const ink = { colour: theme.background, width: 1.5 };
    painter.straight(pixel, foot - 0.65 * signSize, pixel, foot - 0.3 * signSize, ink);
    painter.straight(pixel, foot - 0.2 * signSize, pixel, foot - 0.08 * signSize, ink);
  }
}

export function drawRings(painter: Painter, plot: Plot, { rings = [] }: Decor, theme: ChartTheme): void {
  for (const { x, y, colour } of rings) {
    const [left, top] = [plot.x.at(x), plot.y.at(y)];
    if (isWithin(left, plot) && top >= plot.top && top <= plot.bottom)
      painter.ring(left, top, ringRadius, { colour: colourOf(theme, colour), width: 2 });
  }
}

function visibleMarks({ x, ...plot }: Plot, { marks = [] }: Decor) {
  return marks.filter((mark) => isWithin(x.at(mark.x), plot));
}

function isWithin(pixel: number, { left, right }: Pick<Plot, "left" | "right">): boolean {
  return pixel >= left - 0.5 && pixel <= right + 0.5;
}

function labelsOf(painter: Painter, plot: Plot, decor: Decor): PlacedLabel[] {
  return placeLabels(visibleMarks(plot, decor), {
    left: plot.left,
    right: plot.right,
    // The gap keeps the labels below the grid line at the top, since letters of some scripts are taller than Latin
    // ones.
    top: plot.top + labelGap,
    height: labelSize,
    gap: labelGap,
    pixelOf: plot.x.at,
    widthOf: (label) => painter.widthOf(label, labelSize),
  });
}

/** Draws a line over the whole height of the plot, except where it crosses a label. */
function drawVertical(
  painter: Painter,
  { top, bottom }: Plot,
  labels: readonly PlacedLabel[],
  place: number,
  colour: string,
  dash?: readonly number[],
): void {
  const pixel = sharp(place);
  let from = top;
  const crossed = labels.filter(({ left, width }) => pixel > left - 1 && pixel < left + width + 1);
  for (const label of crossed.sort((a, b) => a.top - b.top)) {
    if (label.top - 1 > from) painter.straight(pixel, from, pixel, label.top - 1, { colour, width: 1, dash });
    from = Math.max(from, label.top + label.height + 1);
  }
  if (from < bottom) painter.straight(pixel, from, pixel, bottom, { colour, width: 1, dash });
}
