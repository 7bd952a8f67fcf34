import type { HoverRow } from "../figures/hoverRows";
import { CanvasPainter } from "./CanvasPainter";
import type { ChartTheme } from "./chartTheme";
import { drawAxes, drawHover, drawLines, type RunsPicture } from "./drawRuns";
import type { Box, Plot } from "./Painter";

/** The two layers of a chart: axes and lines, and what follows the pointer, so that hovering draws few lines. */
export class RunsCanvas {
  private isOverlayEmpty = true;

  constructor(
    private readonly lines: HTMLCanvasElement,
    private readonly overlay: HTMLCanvasElement,
  ) {}

  resize(width: number, height: number): void {
    for (const canvas of [this.lines, this.overlay]) {
      canvas.width = Math.round(width * devicePixelRatio);
      canvas.height = Math.round(height * devicePixelRatio);
    }
  }

  draw(plot: Plot, picture: RunsPicture, theme: ChartTheme): void {
    const painter = cleared(this.lines, theme);
    drawAxes(painter, plot, picture, theme);
    drawLines(painter, plot, picture, theme);
  }

  drawHover(plot: Plot, rows: readonly HoverRow[], place: number | undefined, theme: ChartTheme): void {
    // A training that is watched draws its lines again and again, while nothing lies over them.
    if (place === undefined && this.isOverlayEmpty) return;
    this.isOverlayEmpty = place === undefined;
    const painter = cleared(this.overlay, theme);
    if (place !== undefined) drawHover(painter, plot, rows, place, theme);
  }

  /** Draws the part that a user drags out. */
  drawSelection(box: Box, theme: ChartTheme): void {
    this.isOverlayEmpty = false;
    const painter = cleared(this.overlay, theme);
    painter.box(box, theme.epochStart);
  }
}

function cleared(canvas: HTMLCanvasElement, { fontFamily }: ChartTheme): CanvasPainter {
  const context = canvas.getContext("2d")!;
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, canvas.width, canvas.height);
  context.scale(devicePixelRatio, devicePixelRatio);
  return new CanvasPainter(context, fontFamily);
}
