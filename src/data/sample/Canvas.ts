import { pixels, side } from "./picture";

/** Number of scan lines in a row of pixels. Along a scan line the coverage is exact. */
const subRows = 4;
const lines = side * subRows;

/** Largest number of corners of an outline. */
const mostCorners = 64;
/** Largest number of times that one outline crosses a scan line. */
const mostCrossings = 32;

/** A picture with a tone for each pixel, 0 for the background. Polygons are drawn with smooth (antialiased) edges. */
export class Canvas {
  readonly tones = new Float32Array(pixels);
  private readonly xs = new Float64Array(mostCorners);
  private readonly ys = new Float64Array(mostCorners);
  private corners = 0;
  /** For each scan line, the x (pixels) of its crossings with the current outline, ascending. */
  private readonly crossings = new Float64Array(lines * mostCrossings);
  /** For each scan line, the number of its crossings with the current outline. */
  private readonly counts = new Uint8Array(lines);
  /** The first row that the current outline crosses, and the row after the last. */
  private top = 0;
  private bottom = 0;
  /**
   * For each pixel of the current row, the change in coverage from the pixel before. All are reset to 0 after the row,
   * except the last two, which are not read.
   */
  private readonly changes = new Float32Array(side + 2);

  clear(): void {
    this.tones.fill(0);
  }

  /** Adds a corner, in pixels, to the outline that the next `fill` uses. */
  lineTo(x: number, y: number): void {
    this.xs[this.corners] = x;
    this.ys[this.corners] = y;
    this.corners++;
  }

  /** Draws a tone over the picture, inside the outline (by the even-odd rule). The next outline then begins. */
  fill(tone: number): void {
    this.findCrossings();
    this.fillRows(tone);
    this.corners = 0;
  }

  /** Finds where each scan line crosses the outline. */
  private findCrossings(): void {
    const { xs, ys, corners, crossings, counts } = this;
    let top = lines;
    let bottom = 0;
    let x0 = xs[corners - 1]!;
    let y0 = ys[corners - 1]!;
    for (let i = 0; i < corners; i++) {
      const x1 = xs[i]!;
      const y1 = ys[i]!;
      const from = Math.max(firstLine(y0 < y1 ? y0 : y1), 0);
      const to = Math.min(firstLine(y0 < y1 ? y1 : y0), lines);
      const slope = (x1 - x0) / (y1 - y0);
      for (let line = from; line < to; line++) {
        const x = x0 + ((line + 0.5) / subRows - y0) * slope;
        const first = line * mostCrossings;
        let place = first + counts[line]!;
        counts[line]!++;
        for (; place > first && crossings[place - 1]! > x; place--) crossings[place] = crossings[place - 1]!;
        crossings[place] = x;
      }
      top = Math.min(top, from);
      bottom = Math.max(bottom, to);
      x0 = x1;
      y0 = y1;
    }
    this.top = Math.floor(top / subRows);
    this.bottom = Math.ceil(bottom / subRows);
  }

  private fillRows(tone: number): void {
    const { crossings, counts, changes, tones, bottom } = this;
    for (let row = this.top; row < bottom; row++) {
      let first = side;
      for (let line = row * subRows; line < (row + 1) * subRows; line++) {
        const start = line * mostCrossings;
        const end = start + counts[line]!;
        counts[line] = 0;
        let height = 1 / subRows;
        for (let i = start; i < end; i++) {
          const x = crossings[i]!;
          const inside = x < 0 ? 0 : x > side ? side : x;
          const pixel = inside | 0;
          const rest = (inside - pixel) * height;
          changes[pixel]! += height - rest;
          changes[pixel + 1]! += rest;
          height = -height;
          if (pixel < first) first = pixel;
        }
      }
      let covered = 0;
      const rowEnd = (row + 1) * side;
      for (let x = first, at = row * side + first; at < rowEnd; x++, at++) {
        covered += changes[x]!;
        changes[x] = 0;
        const before = tones[at]!;
        tones[at] = before + covered * (tone - before);
      }
    }
  }
}

/** The index of the first scan line whose middle is at `y` (pixels) or further down. */
function firstLine(y: number): number {
  return Math.ceil(y * subRows - 0.5) | 0;
}
