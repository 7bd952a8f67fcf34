/** Drawings that Chart.js lacks: lines over the whole height, and the crosshair. */
import type { Chart } from "chart.js";
import type { Point } from "../figures/MinMaxSeries";
import type { Mark } from "../figures/marks";
import { type PlacedLabel, placeLabels } from "../figures/placeLabels";
import type { ChartTheme } from "./chartTheme";

const labelSize = 10;
const labelGap = 3;

/** Draws a faint vertical line at each step in `places`. A line has a gap where the label of a mark stands. */
export function drawVerticals(
  chart: Chart,
  places: readonly number[],
  marks: readonly Mark[],
  theme: ChartTheme,
): void {
  leaveOut(chart, labelsOf(chart, marks, theme), () => {
    for (const place of places) drawVertical(chart, place, theme.epochStart);
  });
}

/** Draws each mark as a dashed vertical line with a label at its top. A label that does not fit is not drawn. */
export function drawMarks(chart: Chart, marks: readonly Mark[], theme: ChartTheme): void {
  const { ctx } = chart;
  const labels = labelsOf(chart, marks, theme);
  leaveOut(chart, labels, () => {
    for (const { step } of marks) drawVertical(chart, step, theme.text, [2, 3]);
  });
  ctx.save();
  ctx.font = labelFont(theme);
  ctx.textBaseline = "top";
  ctx.fillStyle = theme.text;
  for (const { text, left, top } of labels) ctx.fillText(text, left, top);
  ctx.restore();
}

function labelsOf(
  { ctx, chartArea, scales }: Chart,
  marks: readonly Mark[],
  theme: ChartTheme,
): PlacedLabel[] {
  ctx.save();
  ctx.font = labelFont(theme);
  const labels = placeLabels(marks, {
    left: chartArea.left,
    right: chartArea.right,
    // The gap keeps the labels below the grid line at the top, since letters of some scripts are taller than Latin
    // ones.
    top: chartArea.top + labelGap,
    height: labelSize,
    gap: labelGap,
    pixelOf: (step) => scales.x!.getPixelForValue(step),
    widthOf: (label) => ctx.measureText(label).width,
  });
  ctx.restore();
  return labels;
}

function labelFont({ fontFamily }: ChartTheme): string {
  return `${labelSize}px ${fontFamily}`;
}

/** Draws lines everywhere except in the area of the labels. */
function leaveOut({ ctx, width, height }: Chart, labels: readonly PlacedLabel[], draw: () => void): void {
  ctx.save();
  ctx.beginPath();
  ctx.rect(0, 0, width, height);
  for (const label of labels) ctx.rect(label.left - 1, label.top - 1, label.width + 2, label.height + 2);
  ctx.clip("evenodd");
  draw();
  ctx.restore();
}

/** A line and a dot at the inspected point. */
export function drawCrosshair(chart: Chart, point: Point | undefined, colour: string): void {
  const { x, y } = chart.scales;
  if (!point || !x || !y) return;
  drawVertical(chart, point.x, colour);
  chart.ctx.fillStyle = colour;
  chart.ctx.beginPath();
  chart.ctx.arc(x.getPixelForValue(point.x), y.getPixelForValue(point.y), 3.5, 0, 2 * Math.PI);
  chart.ctx.fill();
}

function drawVertical(chart: Chart, place: number, colour: string, dash: number[] = []): void {
  const { ctx, chartArea } = chart;
  // A line of one pixel is sharp in the middle of a pixel.
  const pixel = Math.round(chart.scales.x!.getPixelForValue(place)) + 0.5;
  ctx.strokeStyle = colour;
  ctx.lineWidth = 1;
  ctx.setLineDash(dash);
  ctx.beginPath();
  ctx.moveTo(pixel, chartArea.top);
  ctx.lineTo(pixel, chartArea.bottom);
  ctx.stroke();
  ctx.setLineDash([]);
}
