/** A colour for an SVG picture, and its opacity from 0 to 1. */
export interface SvgColour {
  colour: string;
  opacity: number;
}

const rgb = /^rgba?\(([^)]+)\)$/;
const shares = /^color\(srgb ([^)]+)\)$/;

/**
 * Splits a computed colour of CSS, such as `rgba(0, 0, 255, 0.5)` or `color(srgb 0 0 1 / 0.5)`, into a colour without
 * transparency and its opacity. Some programs for SVG do not support the computed forms. Other texts stay as they are,
 * with opacity 1.
 */
export function svgColour(css: string): SvgColour {
  const [, bytes] = rgb.exec(css) ?? [];
  const [, parts] = shares.exec(css) ?? [];
  const numbers = (bytes ?? parts)?.split(/[\s,/]+/).map(Number);
  if (!numbers || numbers.length < 3 || numbers.some(Number.isNaN)) return { colour: css, opacity: 1 };
  const [red, green, blue, opacity = 1] = numbers;
  const hex = [red!, green!, blue!].map((value) => {
    const byte = Math.round(Math.min(255, Math.max(0, parts === undefined ? value : 255 * value)));
    return byte.toString(16).padStart(2, "0");
  });
  return { colour: `#${hex.join("")}`, opacity };
}
