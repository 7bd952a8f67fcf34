import type { Canvas } from "./Canvas";
import type { Dice } from "./Dice";
import { side } from "./picture";

export type Point = readonly [x: number, y: number];

interface Shape {
  outline: readonly Point[];
  tone: number;
  /** Factor of the horizontal coordinates: 1, or -1 for the mirror image. */
  facing: 1 | -1;
  /** Whether the outline is the right half of a symmetrical shape. */
  isHalf: boolean;
}

/**
 * Collects shapes in the coordinates of a garment: (0, 0) is the middle, x to the right, y down. The picture reaches
 * from about -14 to 14. `placed` chooses a random size, slant, rotation and position, which `paint` applies.
 */
export class Pen {
  private readonly shapes: Shape[] = [];

  private constructor(
    private readonly xx: number,
    private readonly xy: number,
    private readonly yx: number,
    private readonly yy: number,
    private readonly x: number,
    private readonly y: number,
  ) {}

  static placed(dice: Dice, mirrored: boolean): Pen {
    const width = dice.between(0.78, 1.04) * (mirrored ? -1 : 1);
    const height = dice.between(0.84, 1.02);
    const slant = 0.05 * dice.bell();
    const turn = 0.035 * dice.bell();
    const middle = side / 2;
    const x = middle + 1.2 * dice.bell();
    const y = middle + 1.1 * dice.bell();
    return new Pen(width, slant - turn, turn * width, height, x, y);
  }

  fill(outline: readonly Point[], tone: number): void {
    this.shapes.push({ outline, tone, facing: 1, isHalf: false });
  }

  /** Adds a symmetrical shape, given by its right half from top to bottom. */
  fillBoth(outline: readonly Point[], tone: number): void {
    this.shapes.push({ outline, tone, facing: 1, isHalf: true });
  }

  /** Adds a shape on the right and its mirror image on the left. */
  fillEach(outline: readonly Point[], tone: number): void {
    this.shapes.push({ outline, tone, facing: 1, isHalf: false });
    this.shapes.push({ outline, tone, facing: -1, isHalf: false });
  }

  /** Adds a line of the given width through the points. */
  line(points: readonly Point[], width: number, tone: number): void {
    for (let i = 1; i < points.length; i++) this.fill(piece(points[i - 1]!, points[i]!, width), tone);
  }

  box(left: number, top: number, right: number, bottom: number, tone: number): void {
    const outline: Point[] = [
      [left, top],
      [right, top],
      [right, bottom],
      [left, bottom],
    ];
    this.fill(outline, tone);
  }

  /** Draws the shapes over a picture, in the order in which they were added. */
  paint(canvas: Canvas): void {
    for (let i = 0; i < this.shapes.length; i++) {
      const { outline, tone, facing, isHalf } = this.shapes[i]!;
      for (let j = 0; j < outline.length; j++) this.corner(canvas, facing * outline[j]![0], outline[j]![1]);
      if (isHalf)
        for (let j = outline.length - 1; j >= 0; j--) this.corner(canvas, -outline[j]![0], outline[j]![1]);
      canvas.fill(tone);
    }
  }

  private corner(canvas: Canvas, x: number, y: number): void {
    canvas.lineTo(this.xx * x + this.xy * y + this.x, this.yx * x + this.yy * y + this.y);
  }
}

function piece(from: Point, to: Point, width: number): Point[] {
  const x0 = from[0];
  const y0 = from[1];
  const x1 = to[0];
  const y1 = to[1];
  const scale = width / 2 / Math.hypot(x1 - x0, y1 - y0);
  const dx = (x1 - x0) * scale;
  const dy = (y1 - y0) * scale;
  return [
    [x0 - dy, y0 + dx],
    [x1 - dy, y1 + dx],
    [x1 + dy, y1 - dx],
    [x0 + dy, y0 - dx],
  ];
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
  const points: Point[] = [];
  for (let i = 0; i <= pieces; i++) {
    const angle = (from + ((to - from) * i) / pieces) * Math.PI;
    points.push([x + rx * Math.cos(angle), y + ry * Math.sin(angle)]);
  }
  return points;
}
