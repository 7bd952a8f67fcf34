import type { ChartLine } from "../figures/chartLine";
import type { HoverRow } from "../figures/hoverRows";
import type { PlotScale } from "../figures/plotScale";
import { CanvasPainter } from "./CanvasPainter";
import type { ChartTheme } from "./chartTheme";
import { drawAxes, drawHover, drawLines, type RunsPicture } from "./drawRuns";
import type { Box, Plot } from "./Painter";

interface Drawn {
  plot: Plot;
  picture: RunsPicture;
  theme: ChartTheme;
}

/**
 * Draws a chart on three canvases. The first has the axes, {@link RunsPicture.decor} and the lines that do not grow.
 * The second has the lines that grow ({@link ChartLine.isGrowing}). The third has what {@link drawHover} draws, or the
 * box that a user drags. New values of a line that grows, and a move of the pointer, thus cause few lines to be drawn.
 */
export class RunsCanvas {
  private drawn: Drawn | undefined;
  private isStretched = false;
  private isGrowingEmpty = true;
  private isOverlayEmpty = true;

  constructor(
    private readonly lines: HTMLCanvasElement,
    private readonly growing: HTMLCanvasElement,
    private readonly overlay: HTMLCanvasElement,
  ) {}

  resize(width: number, height: number): void {
    for (const canvas of [this.lines, this.growing, this.overlay]) {
      canvas.width = Math.round(width * devicePixelRatio);
      canvas.height = Math.round(height * devicePixelRatio);
    }
    this.drawn = undefined;
    this.isGrowingEmpty = true;
    this.isOverlayEmpty = true;
  }

  /**
   * Draws the axes and the lines. Axes, decor and lines that do not grow are drawn again only if {@link
   * isSameButGrowing} finds a change, if the canvases were resized, or if the previous drawing was stretched.
   * @param isWhole whether the series are those of the present query. If not, the previous drawing is stretched to the
   * plot where {@link stretch} allows it, which takes less time than drawing the points
   */
  draw(plot: Plot, picture: RunsPicture, theme: ChartTheme, isWhole: boolean): void {
    const next = { plot, picture, theme };
    if (!isWhole && this.drawn && this.stretch(this.drawn, next)) return;
    if (!this.drawn || this.isStretched || !isSameButGrowing(this.drawn, next)) {
      const painter = cleared(this.lines, theme);
      drawAxes(painter, plot, picture, theme);
      drawLines(painter, plot, picture, theme, isStill);
    }
    this.drawn = next;
    this.isStretched = false;
    const isGrowingEmpty = picture.lines.every(isStill);
    if (isGrowingEmpty && this.isGrowingEmpty) return;
    this.isGrowingEmpty = isGrowingEmpty;
    // The decor is on the canvas of the lines that do not grow.
    const lines = { ...picture, decor: undefined };
    drawLines(cleared(this.growing, theme), plot, lines, theme, (line) => !isStill(line));
  }

  /**
   * Stretches the previous drawing to the next plot.
   * @returns false, without drawing, if the lines differ, if the axes are the same, or if an axis has changed between
   * linear and logarithmic
   */
  private stretch(before: Drawn, next: Drawn): boolean {
    const { plot, picture, theme } = next;
    if (before.picture.lines !== picture.lines || hasSameAxes(before.plot, plot)) return false;
    if (before.plot.x.isLog !== plot.x.isLog || before.plot.y.isLog !== plot.y.isLog) return false;
    for (const canvas of this.isGrowingEmpty ? [this.lines] : [this.lines, this.growing]) {
      const former = new OffscreenCanvas(canvas.width, canvas.height);
      former.getContext("2d")!.drawImage(canvas, 0, 0);
      const painter = cleared(canvas, theme);
      if (canvas === this.lines) drawAxes(painter, plot, picture, theme);
      painter.within(plot, () => stretched(canvas.getContext("2d")!, former, before.plot, plot));
    }
    this.drawn = next;
    this.isStretched = true;
    return true;
  }

  drawHover(plot: Plot, rows: readonly HoverRow[], place: number | undefined, theme: ChartTheme): void {
    // An empty overlay is not drawn again: each drawing of a run that trains calls this method, mostly without a place.
    if (place === undefined && this.isOverlayEmpty) return;
    this.isOverlayEmpty = place === undefined;
    const painter = cleared(this.overlay, theme);
    if (place !== undefined) drawHover(painter, plot, rows, place, theme);
  }

  /** Draws the box that a user drags over the plot, in place of the crosshair. */
  drawSelection(box: Box, theme: ChartTheme): void {
    this.isOverlayEmpty = false;
    const painter = cleared(this.overlay, theme);
    painter.box(box, theme.epochStart);
  }
}

/** Draws the part of `former` that shows plot `from` at the place of the same values in plot `to`. */
function stretched(context: CanvasRenderingContext2D, former: OffscreenCanvas, from: Plot, to: Plot): void {
  const { left, top, right, bottom } = from;
  const [x, y] = [to.x.at(from.x.valueAt(left)), to.y.at(from.y.valueAt(top))];
  const [width, height] = [to.x.at(from.x.valueAt(right)) - x, to.y.at(from.y.valueAt(bottom)) - y];
  const ratio = devicePixelRatio;
  const area = [left * ratio, top * ratio, (right - left) * ratio, (bottom - top) * ratio] as const;
  context.drawImage(former, ...area, x, y, width, height);
}

function isStill(line: ChartLine): boolean {
  return !line.isGrowing;
}

/**
 * Whether two drawings have the same theme, axes, titles of axes, decor, lines and `showsRaw`. Of lines that grow, only
 * the ids must be the same.
 */
function isSameButGrowing(one: Drawn, other: Drawn): boolean {
  const { lines, showsRaw, decor, x, y } = one.picture;
  const { picture } = other;
  return (
    one.theme === other.theme &&
    hasSameAxes(one.plot, other.plot) &&
    showsRaw === picture.showsRaw &&
    decor === picture.decor &&
    x.title === picture.x.title &&
    y.title === picture.y.title &&
    lines.length === picture.lines.length &&
    lines.every((line, index) => isSameButGrown(line, picture.lines[index]!))
  );
}

function hasSameAxes(one: Plot, other: Plot): boolean {
  const sides = ["left", "top", "right", "bottom"] as const;
  return (
    sides.every((side) => one[side] === other[side]) &&
    isSameAxis(one.x, other.x) &&
    isSameAxis(one.y, other.y) &&
    one.fitted?.[0] === other.fitted?.[0] &&
    one.fitted?.[1] === other.fitted?.[1]
  );
}

function isSameAxis(one: PlotScale, other: PlotScale): boolean {
  return one.min === other.min && one.max === other.max && one.isLog === other.isLog;
}

function isSameButGrown(one: ChartLine, other: ChartLine): boolean {
  if (one.id !== other.id || one.isGrowing !== other.isGrowing) return false;
  const keys = Object.keys(one) as (keyof ChartLine)[];
  return one.isGrowing || keys.every((key) => one[key] === other[key]);
}

function cleared(canvas: HTMLCanvasElement, { fontFamily }: ChartTheme): CanvasPainter {
  const context = canvas.getContext("2d")!;
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, canvas.width, canvas.height);
  context.scale(devicePixelRatio, devicePixelRatio);
  return new CanvasPainter(context, fontFamily);
}
