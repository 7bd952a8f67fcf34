import { pixels, side } from "./picture";

/** Scan lines in a row of pixels. Along a row the coverage is exact. */
const subRows = 4;

const mostPoints = 64;

/** A picture of tones, 0 for the background. Polygons are filled with smooth edges. */
export class Canvas {
  readonly tones = new Float32Array(pixels);
  private readonly xs = new Float64Array(mostPoints);
  private readonly ys = new Float64Array(mostPoints);
  private points = 0;
  private readonly crossings = new Float64Array(mostPoints);
  /** For every pixel of a row, the change of coverage. */
  private readonly changes = new Float32Array(side + 2);

  clear(): void {
    this.tones.fill(0);
  }

  /** Adds a corner, in pixels, to the outline for the next `fill`. */
  lineTo(x: number, y: number): void {
    this.xs[this.points] = x;
    this.ys[this.points] = y;
    this.points++;
  }

  /** Draws a tone over the picture, inside the outline (by the even-odd rule). */
  fill(tone: number): void {
    let top = side;
    let bottom = 0;
    for (let i = 0; i < this.points; i++) {
      top = Math.min(top, this.ys[i]!);
      bottom = Math.max(bottom, this.ys[i]!);
    }
    const last = Math.min(side, Math.ceil(bottom));
    for (let row = Math.max(0, Math.floor(top)); row < last; row++) {
      this.changes.fill(0);
      for (let sub = 0; sub < subRows; sub++) this.scan(row + (sub + 0.5) / subRows);
      this.lay(row, tone);
    }
    this.points = 0;
  }

  private scan(y: number): void {
    const { xs, ys, points, crossings } = this;
    let count = 0;
    for (let i = 0, previous = points - 1; i < points; previous = i++) {
      if (ys[previous]! <= y === ys[i]! <= y) continue;
      const share = (y - ys[previous]!) / (ys[i]! - ys[previous]!);
      const x = xs[previous]! + share * (xs[i]! - xs[previous]!);
      let place = count++;
      for (; place > 0 && crossings[place - 1]! > x; place--) crossings[place] = crossings[place - 1]!;
      crossings[place] = x;
    }
    for (let i = 0; i < count; i++) this.step(crossings[i]!, i % 2 === 0 ? 1 / subRows : -1 / subRows);
  }

  private step(x: number, height: number): void {
    const inside = Math.min(Math.max(x, 0), side);
    const pixel = Math.floor(inside);
    const rest = (inside - pixel) * height;
    this.changes[pixel]! += height - rest;
    this.changes[pixel + 1]! += rest;
  }

  private lay(row: number, tone: number): void {
    let covered = 0;
    for (let x = 0; x < side; x++) {
      covered += this.changes[x]!;
      const at = row * side + x;
      this.tones[at]! += covered * (tone - this.tones[at]!);
    }
  }
}
