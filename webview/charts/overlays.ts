/** What Chart.js does not draw by itself: lines over the whole height, and the point being read. */
import type { Chart } from "chart.js";
import type { Point } from "../figures/MinMaxSeries";

/** Faint lines at the given places of the x axis. */
export function drawVerticals(chart: Chart, places: readonly number[], colour: string): void {
  for (const place of places) drawVertical(chart, place, colour);
}

/** A line and a dot at the point being read. */
export function drawCrosshair(chart: Chart, point: Point | undefined, colour: string): void {
  const { x, y } = chart.scales;
  if (!point || !x || !y) return;
  drawVertical(chart, point.x, colour);
  chart.ctx.fillStyle = colour;
  chart.ctx.beginPath();
  chart.ctx.arc(x.getPixelForValue(point.x), y.getPixelForValue(point.y), 3.5, 0, 2 * Math.PI);
  chart.ctx.fill();
}

function drawVertical(chart: Chart, place: number, colour: string): void {
  const { ctx, chartArea } = chart;
  // On the middle of a pixel a line of one pixel is sharp.
  const pixel = Math.round(chart.scales.x!.getPixelForValue(place)) + 0.5;
  ctx.strokeStyle = colour;
  ctx.lineWidth = 1;
  ctx.setLineDash([]);
  ctx.beginPath();
  ctx.moveTo(pixel, chartArea.top);
  ctx.lineTo(pixel, chartArea.bottom);
  ctx.stroke();
}
