import type { Points } from "../../src/runs/thinCurve";
import type { Band } from "../figures/chartLine";
import {
  type Box,
  type Painter,
  type Plot,
  type StrokeStyle,
  type TextStyle,
  trace,
  traceBand,
  traceTriangle,
} from "./Painter";

/**
 * Number of points above which a line wider than one pixel is drawn as several lines of one pixel. Without a GPU, a
 * browser draws a wide line that goes up and down at each point 10 to 60 times as slowly as a line of one pixel.
 */
const mostWide = 300;

export class CanvasPainter implements Painter {
  constructor(
    private readonly context: CanvasRenderingContext2D,
    private readonly fontFamily: string,
  ) {
    context.lineJoin = "bevel";
  }

  curve(points: Points, plot: Plot, style: StrokeStyle, from?: number, to?: number): void {
    const { context } = this;
    const path = new Path2D();
    const alone = trace(path, points, plot, from, to);
    if ((to ?? points.x.length) - (from ?? 0) > mostWide) this.strokeThinly(path, style);
    else {
      this.style(style);
      context.stroke(path);
    }
    for (const index of alone) this.dot(points, plot, style.colour, style.width, index);
    context.globalAlpha = 1;
  }

  dots(points: Points, plot: Plot, colour: string, radius: number, from = 0): void {
    for (let index = from; index < points.x.length; index++) this.dot(points, plot, colour, radius, index);
  }

  ring(x: number, y: number, radius: number, style: StrokeStyle): void {
    const { context } = this;
    this.style(style);
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    context.stroke();
    context.globalAlpha = 1;
  }

  triangle(x: number, y: number, size: number, colour: string): void {
    const { context } = this;
    context.fillStyle = colour;
    context.beginPath();
    traceTriangle(context, x, y, size);
    context.fill();
  }

  band(band: Band, plot: Plot, colour: string, opacity: number): void {
    const { context } = this;
    context.globalAlpha = opacity;
    context.fillStyle = colour;
    context.beginPath();
    traceBand(context, band, plot);
    context.fill();
    context.globalAlpha = 1;
  }

  straight(x1: number, y1: number, x2: number, y2: number, style: StrokeStyle): void {
    const { context } = this;
    this.style(style);
    context.beginPath();
    context.moveTo(x1, y1);
    context.lineTo(x2, y2);
    context.stroke();
    context.globalAlpha = 1;
  }

  box({ left, top, right, bottom }: Box, colour: string): void {
    this.context.fillStyle = colour;
    this.context.fillRect(left, top, right - left, bottom - top);
  }

  text(text: string, x: number, y: number, { colour, size, align, isUpright }: TextStyle): void {
    const { context } = this;
    context.save();
    context.font = `${size}px ${this.fontFamily}`;
    context.fillStyle = colour;
    context.textAlign = align;
    context.textBaseline = "middle";
    context.translate(x, y);
    if (isUpright) context.rotate(-Math.PI / 2);
    context.fillText(text, 0, 0);
    context.restore();
  }

  widthOf(text: string, size: number): number {
    this.context.font = `${size}px ${this.fontFamily}`;
    return this.context.measureText(text).width;
  }

  within({ left, top, right, bottom }: Box, draw: () => void): void {
    const { context } = this;
    context.save();
    context.beginPath();
    context.rect(left, top, right - left, bottom - top);
    context.clip();
    draw();
    context.restore();
  }

  /**
   * Strokes a path with one or more lines of one pixel each, shifted so that together they cover the width of the
   * style.
   */
  private strokeThinly(path: Path2D, style: StrokeStyle): void {
    const { context } = this;
    const count = Math.ceil(style.width);
    // Where all the lines overlap, their common opacity is that of the style.
    const opacity = 1 - (1 - (style.opacity ?? 1)) ** (1 / count);
    this.style({ ...style, width: 1, opacity });
    for (let index = 0; index < count; index++) {
      const shift = count === 1 ? 0 : (index / (count - 1) - 0.5) * (style.width - 1);
      context.translate(shift, shift);
      context.stroke(path);
      context.translate(-shift, -shift);
    }
  }

  private style({ colour, width, dash = [], opacity = 1 }: StrokeStyle): void {
    const { context } = this;
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.globalAlpha = opacity;
    context.setLineDash([...dash]);
  }

  private dot({ x, y }: Points, plot: Plot, colour: string, radius: number, index: number): void {
    const [left, top] = [plot.x.at(x[index]!), plot.y.at(y[index]!)];
    if (!Number.isFinite(left) || !Number.isFinite(top)) return;
    this.context.fillStyle = colour;
    this.context.beginPath();
    this.context.arc(left, top, radius, 0, 2 * Math.PI);
    this.context.fill();
  }
}
