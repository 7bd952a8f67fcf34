import type { Points } from "../../src/runs/thinCurve";
import type { Band } from "../figures/chartLine";
import type { PlotScale, Range } from "../figures/plotScale";

export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** The area of a chart's lines, in pixels, with its axes. */
export interface Plot extends Box {
  x: PlotScale;
  y: PlotScale;
  /**
   * The range of values that the y axis shows while the user has not zoomed it. A line is marked at the edge of the
   * plot if some of its values are outside this range and also outside the present axis. Left out if the axis, when it
   * is not zoomed, shows all values.
   */
  fitted?: Range;
}

export interface StrokeStyle {
  colour: string;
  width: number;
  dash?: readonly number[];
  opacity?: number;
}

export interface TextStyle {
  colour: string;
  size: number;
  align: "left" | "center" | "right";
  /** Whether the text reads from the bottom to the top. */
  isUpright?: boolean;
}

/**
 * Draws a chart on a canvas or into a file. Curves, dots and bands are given in values of the axes, the rest in pixels.
 */
export interface Painter {
  /** Draws points from index `from` to before `to`. Gaps interrupt the line; a point between two gaps is a dot. */
  curve(points: Points, plot: Plot, style: StrokeStyle, from?: number, to?: number): void;
  dots(points: Points, plot: Plot, colour: string, radius: number, from?: number): void;
  /** Draws a circle around a point. */
  ring(x: number, y: number, radius: number, style: StrokeStyle): void;
  /** Fills a triangle whose lower side is at `y` and whose tip is above it, at `x`. */
  triangle(x: number, y: number, size: number, colour: string): void;
  band(band: Band, plot: Plot, colour: string, opacity: number): void;
  straight(x1: number, y1: number, x2: number, y2: number, style: StrokeStyle): void;
  box(box: Box, colour: string): void;
  /** The middle of the text's height is at `y`, or at `x` for an upright text. */
  text(text: string, x: number, y: number, style: TextStyle): void;
  /** Width (pixels) of a text of a size (pixels). */
  widthOf(text: string, size: number): number;
  /** Calls `draw`, and cuts off what it draws outside a box. */
  within(box: Box, draw: () => void): void;
}

/** Traces the outline of a {@link Painter.triangle}. */
export function traceTriangle(path: Path, x: number, y: number, size: number): void {
  path.moveTo(x - size / 2, y);
  path.lineTo(x, y - size);
  path.lineTo(x + size / 2, y);
}

/** Receives the points of a path, in pixels. */
export interface Path {
  moveTo(x: number, y: number): void;
  lineTo(x: number, y: number): void;
}

/**
 * Distance (pixels) from the plot at which the y coordinates of a line are cut off. Browsers do not draw a path with
 * coordinates as large as those of a loss that diverges.
 */
const farthest = 1e4;

/**
 * The pixel of a value of the y axis, moved to within {@link farthest} pixels of the plot; NaN for a value without a
 * pixel.
 */
function heightOf(value: number, { y, top, bottom }: Plot): number {
  return Math.min(bottom + farthest, Math.max(top - farthest, y.at(value)));
}

/**
 * Traces the points from index `from` to before `to`. A point without a pixel, such as a gap, interrupts the line.
 * @returns the indices of points whose neighbours are both missing; a stroke does not show them
 */
export function trace(path: Path, { x, y }: Points, plot: Plot, from = 0, to = x.length): number[] {
  const alone: number[] = [];
  let isDrawing = false;
  for (let index = from; index < to; index++) {
    const [left, top] = [plot.x.at(x[index]!), heightOf(y[index]!, plot)];
    if (!Number.isFinite(y[index]!) || Number.isNaN(top) || !Number.isFinite(left)) {
      isDrawing = false;
      continue;
    }
    if (isDrawing) path.lineTo(left, top);
    else {
      path.moveTo(left, top);
      if (index + 1 >= to || !Number.isFinite(plot.y.at(y[index + 1]!))) alone.push(index);
    }
    isDrawing = true;
  }
  return alone;
}

/** Traces each stretch of a band that contains no gap: along the upper edge and back along the lower one. */
export function traceBand(path: Path, { x, low, high }: Band, plot: Plot): void {
  // A value of 0 or below has no place on a logarithmic axis. The band then ends at the lower edge of the plot.
  const topOf = (value: number) => {
    const pixel = heightOf(value, plot);
    return Number.isNaN(pixel) && !Number.isNaN(value) ? plot.bottom : pixel;
  };
  for (let begin = 0; begin < x.length; begin++) {
    if (Number.isNaN(low[begin]!)) continue;
    let end = begin;
    while (end < x.length && !Number.isNaN(low[end]!)) end++;
    for (let index = begin; index < end; index++) {
      if (index === begin) path.moveTo(plot.x.at(x[index]!), topOf(high[index]!));
      else path.lineTo(plot.x.at(x[index]!), topOf(high[index]!));
    }
    for (let index = end - 1; index >= begin; index--) path.lineTo(plot.x.at(x[index]!), topOf(low[index]!));
    begin = end;
  }
}
