import type { Histories } from "../../src/protocol/modelProtocol";
import type { ChartTheme } from "../charts/chartTheme";
import { rightnessOf } from "../figures/dataMap";
import { percentTick, tick } from "../figures/format";
import { plotScale, plotTicks } from "../figures/plotScale";
import { strings } from "../strings";

/**
 * The plot of a data map: its edges in pixels, the end of the axis of spreads, and functions that map spreads and means
 * to pixels and back.
 */
export interface MapArea {
  left: number;
  top: number;
  right: number;
  bottom: number;
  spreadEnd: number;
  x: (spread: number) => number;
  y: (mean: number) => number;
  spreadAt: (x: number) => number;
  meanAt: (y: number) => number;
}

export function mapArea(width: number, height: number, spreadEnd: number): MapArea {
  const [left, top, right, bottom] = [44, 8, width - 12, height - 34];
  const x = plotScale(0, spreadEnd, false, left, right);
  const y = plotScale(0, 1, false, bottom, top);
  return { left, top, right, bottom, spreadEnd, x: x.at, y: y.at, spreadAt: x.valueAt, meanAt: y.valueAt };
}

/** Empties a canvas and draws a point for each image, coloured by how often the network was right about the image. */
export function drawMapPoints(
  canvas: HTMLCanvasElement,
  histories: Histories,
  area: MapArea,
  theme: ChartTheme,
): void {
  drawPoints(emptied(canvas), histories, histories.seen.keys(), area, theme);
}

/** Empties a canvas and draws the axes and the picked points. */
export function drawMapOverlay(
  canvas: HTMLCanvasElement,
  histories: Histories,
  picked: ReadonlySet<number> | undefined,
  area: MapArea,
  theme: ChartTheme,
): void {
  const context = emptied(canvas);
  drawAxes(context, area, theme);
  if (picked) drawPoints(context, histories, picked, area, theme);
}

function emptied(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const scale = devicePixelRatio;
  canvas.width = Math.round(canvas.clientWidth * scale);
  canvas.height = Math.round(canvas.clientHeight * scale);
  const context = canvas.getContext("2d")!;
  context.scale(scale, scale);
  return context;
}

function drawPoints(
  context: CanvasRenderingContext2D,
  histories: Histories,
  indices: Iterable<number>,
  area: MapArea,
  theme: ChartTheme,
): void {
  const { spread, meanProbability } = histories;
  const rightness = rightnessOf(histories);
  const side = spread.length > 20_000 ? 1.5 : 2.5;
  const ofColour = theme.rightness.map((): number[] => []);
  for (const index of indices) ofColour[rightness[index]!]!.push(index);
  context.globalAlpha = 0.75;
  // Changing the colour is slow. All points of a colour are therefore drawn together. The images about which the
  // network was often wrong are drawn last, above the others.
  for (let colour = ofColour.length - 1; colour >= 0; colour--) {
    context.fillStyle = theme.rightness[colour]!;
    // An image that was never seen has NaN, for which `fillRect` draws nothing.
    for (const index of ofColour[colour]!)
      context.fillRect(
        area.x(spread[index]!) - side / 2,
        area.y(meanProbability[index]!) - side / 2,
        side,
        side,
      );
  }
}

function drawAxes(context: CanvasRenderingContext2D, area: MapArea, theme: ChartTheme): void {
  const { left, right, top, bottom, spreadEnd } = area;
  context.strokeStyle = theme.grid;
  context.fillStyle = theme.text;
  context.font = `10px ${theme.fontFamily}`;
  context.textAlign = "right";
  context.textBaseline = "middle";
  for (const mean of [0, 0.25, 0.5, 0.75, 1]) {
    const y = Math.round(area.y(mean)) + 0.5;
    context.beginPath();
    context.moveTo(left, y);
    context.lineTo(right, y);
    context.stroke();
    context.fillText(percentTick(mean), left - 4, y);
  }
  context.textAlign = "center";
  context.textBaseline = "top";
  const axis = plotScale(0, spreadEnd, false, left, right);
  for (const value of plotTicks(axis, Math.max(2, (right - left) / 70))) {
    const x = Math.round(axis.at(value)) + 0.5;
    context.beginPath();
    context.moveTo(x, top);
    context.lineTo(x, bottom);
    context.stroke();
    context.fillText(tick(value), x, bottom + 4);
  }
  // In a narrow view, the text can be wider than the plot. It is then moved to where the canvas has room for it.
  const width = context.canvas.clientWidth;
  const half = context.measureText(strings.model.map.axes).width / 2;
  const middle = Math.min((left + right) / 2, Math.max(width / 2, width - half));
  context.fillText(strings.model.map.axes, middle, bottom + 19, width);
}
