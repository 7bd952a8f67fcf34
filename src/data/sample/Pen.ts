import type { Canvas } from "./Canvas";
import type { Dice } from "./Dice";
import { side } from "./picture";

export type Point = readonly [x: number, y: number];

/**
 * Draws in a garment's own coordinates: (0, 0) is the middle, x to the right, y down. The picture reaches from -14 to
 * 14. Afterwards the garment gets a random size, slant, rotation and position.
 */
export class Pen {
  private constructor(
    private readonly canvas: Canvas,
    private readonly xx: number,
    private readonly xy: number,
    private readonly yx: number,
    private readonly yy: number,
    private readonly x: number,
    private readonly y: number,
  ) {}

  static placed(canvas: Canvas, dice: Dice, mirrored: boolean): Pen {
    const width = dice.between(0.78, 1.04) * (mirrored ? -1 : 1);
    const height = dice.between(0.84, 1.02);
    const slant = 0.05 * dice.bell();
    const turn = 0.035 * dice.bell();
    const middle = side / 2;
    const x = middle + 1.2 * dice.bell();
    const y = middle + 1.1 * dice.bell();
    return new Pen(canvas, width, slant - turn, turn * width, height, x, y);
  }

  fill(outline: readonly Point[], tone: number): void {
    for (const point of outline) this.corner(point[0], point[1]);
    this.canvas.fill(tone);
  }

  /** Fills a symmetrical shape, given by its right half from top to bottom. */
  fillBoth(half: readonly Point[], tone: number): void {
    for (let i = 0; i < half.length; i++) this.corner(half[i]![0], half[i]![1]);
    for (let i = half.length - 1; i >= 0; i--) this.corner(-half[i]![0], half[i]![1]);
    this.canvas.fill(tone);
  }

  /** Fills a shape on the right and its mirror image on the left. */
  fillEach(outline: readonly Point[], tone: number): void {
    this.fill(outline, tone);
    for (const point of outline) this.corner(-point[0], point[1]);
    this.canvas.fill(tone);
  }

  /** A line through the points, in pieces of the given width. */
  line(points: readonly Point[], width: number, tone: number): void {
    for (let i = 1; i < points.length; i++) {
      const [x0, y0] = points[i - 1]!;
      const [x1, y1] = points[i]!;
      const scale = width / 2 / Math.hypot(x1 - x0, y1 - y0);
      const dx = (x1 - x0) * scale;
      const dy = (y1 - y0) * scale;
      this.corner(x0 - dy, y0 + dx);
      this.corner(x1 - dy, y1 + dx);
      this.corner(x1 + dy, y1 - dx);
      this.corner(x0 + dy, y0 - dx);
      this.canvas.fill(tone);
    }
  }

  box(left: number, top: number, right: number, bottom: number, tone: number): void {
    this.corner(left, top);
    this.corner(right, top);
    this.corner(right, bottom);
    this.corner(left, bottom);
    this.canvas.fill(tone);
  }

  private corner(x: number, y: number): void {
    this.canvas.lineTo(this.xx * x + this.xy * y + this.x, this.yx * x + this.yy * y + this.y);
  }
}

/** Points on an ellipse, by angles in half turns: 0 to the right, 0.5 at the bottom, 1 to the left, 1.5 at the top. */
export function arc(
  x: number,
  y: number,
  rx: number,
  ry: number,
  from: number,
  to: number,
  pieces = 8,
): Point[] {
  return Array.from({ length: pieces + 1 }, (_, i): Point => {
    const angle = (from + ((to - from) * i) / pieces) * Math.PI;
    return [x + rx * Math.cos(angle), y + ry * Math.sin(angle)];
  });
}
