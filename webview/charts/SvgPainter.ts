import type { Points } from "../../src/runs/thinCurve";
import type { Band } from "../figures/chartLine";
import {
  type Box,
  type Painter,
  type Path,
  type Plot,
  type StrokeStyle,
  type TextStyle,
  trace,
  traceBand,
  traceTriangle,
} from "./Painter";
import { svgColour } from "./svgColour";

/** Collects the elements of an SVG picture. */
export class SvgPainter implements Painter {
  private readonly parts: string[] = [];
  private clips = 0;

  /** @param widthOf returns the width (pixels) of a text of a size (pixels), as measured on a canvas */
  constructor(
    private readonly fontFamily: string,
    readonly widthOf: (text: string, size: number) => number,
  ) {}

  curve(points: Points, plot: Plot, style: StrokeStyle, from?: number, to?: number): void {
    const path = new SvgPath();
    const alone = trace(path, points, plot, from, to);
    this.parts.push(`<path d="${path}" fill="none" ${strokeOf(style)}/>`);
    for (const index of alone) this.dot(points, plot, style.colour, style.width, index);
  }

  dots(points: Points, plot: Plot, colour: string, radius: number, from = 0): void {
    for (let index = from; index < points.x.length; index++) this.dot(points, plot, colour, radius, index);
  }

  ring(x: number, y: number, radius: number, style: StrokeStyle): void {
    this.parts.push(
      `<circle cx="${short(x)}" cy="${short(y)}" r="${radius}" fill="none" ${strokeOf(style)}/>`,
    );
  }

  triangle(x: number, y: number, size: number, colour: string): void {
    const path = new SvgPath();
    traceTriangle(path, x, y, size);
    this.parts.push(`<path d="${path}" ${paint("fill", colour)}/>`);
  }

  band(band: Band, plot: Plot, colour: string, opacity: number): void {
    const path = new SvgPath();
    traceBand(path, band, plot);
    this.parts.push(`<path d="${path}" ${paint("fill", colour, opacity)}/>`);
  }

  straight(x1: number, y1: number, x2: number, y2: number, style: StrokeStyle): void {
    const path = new SvgPath();
    path.moveTo(x1, y1);
    path.lineTo(x2, y2);
    this.parts.push(`<path d="${path}" fill="none" ${strokeOf(style)}/>`);
  }

  box({ left, top, right, bottom }: Box, colour: string): void {
    this.parts.push(`<rect ${sizeOf({ left, top, right, bottom })} ${paint("fill", colour)}/>`);
  }

  text(text: string, x: number, y: number, { colour, size, align, isUpright }: TextStyle): void {
    const anchor = { left: "start", center: "middle", right: "end" }[align];
    const place = isUpright
      ? `transform="translate(${short(x)} ${short(y)}) rotate(-90)"`
      : `x="${short(x)}" y="${short(y)}"`;
    this.parts.push(
      `<text ${place} font-size="${size}" text-anchor="${anchor}" dominant-baseline="central" ${paint("fill", colour)}>${escaped(text)}</text>`,
    );
  }

  within(box: Box, draw: () => void): void {
    const id = `clip${this.clips++}`;
    this.parts.push(`<clipPath id="${id}"><rect ${sizeOf(box)}/></clipPath><g clip-path="url(#${id})">`);
    draw();
    this.parts.push("</g>");
  }

  /**
   * The SVG document with all that was drawn.
   * @param title read by screen readers
   */
  picture(width: number, height: number, title: string): string {
    return [
      `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" font-family="${escaped(this.fontFamily)}">`,
      `<title>${escaped(title)}</title>`,
      ...this.parts,
      "</svg>\n",
    ].join("\n");
  }

  private dot({ x, y }: Points, plot: Plot, colour: string, radius: number, index: number): void {
    const [left, top] = [plot.x.at(x[index]!), plot.y.at(y[index]!)];
    if (!Number.isFinite(left) || !Number.isFinite(top)) return;
    this.parts.push(
      `<circle cx="${short(left)}" cy="${short(top)}" r="${radius}" ${paint("fill", colour)}/>`,
    );
  }
}

class SvgPath implements Path {
  private readonly parts: string[] = [];

  moveTo(x: number, y: number): void {
    this.parts.push(`M${short(x)} ${short(y)}`);
  }

  lineTo(x: number, y: number): void {
    this.parts.push(`L${short(x)} ${short(y)}`);
  }

  toString(): string {
    return this.parts.join("");
  }
}

function strokeOf({ colour, width, dash = [], opacity = 1 }: StrokeStyle): string {
  const dashed = dash.length > 0 ? ` stroke-dasharray="${dash.join(" ")}"` : "";
  return `${paint("stroke", colour, opacity)} stroke-width="${width}" stroke-linejoin="bevel"${dashed}`;
}

/**
 * The attributes of an element for a CSS colour: the colour without transparency and, if it is below 1, the opacity.
 */
function paint(attribute: "fill" | "stroke", css: string, opacity = 1): string {
  const { colour, opacity: own } = svgColour(css);
  const seen = Math.round(opacity * own * 1000) / 1000;
  return `${attribute}="${escaped(colour)}"${seen < 1 ? ` ${attribute}-opacity="${seen}"` : ""}`;
}

function sizeOf({ left, top, right, bottom }: Box): string {
  return `x="${short(left)}" y="${short(top)}" width="${short(right - left)}" height="${short(bottom - top)}"`;
}

/** A number of pixels with at most two decimals. */
function short(pixels: number): string {
  return String(Math.round(pixels * 100) / 100);
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
