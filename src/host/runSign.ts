import { dashes, type Stroke } from "../runs/runColours";
import { runPalette, type ThemeKind } from "../runs/runPalette";
import { statusShapes } from "../runs/statusShapes";

type Sign = keyof typeof statusShapes;

/** The colour of each sign, on a dark and on a light background. */
const signColours: Record<Sign, readonly [dark: string, light: string]> = {
  preparing: ["#3794ff", "#1a85ff"],
  running: ["#3794ff", "#1a85ff"],
  paused: ["#3794ff", "#1a85ff"],
  finished: ["#73c991", "#2d7d46"],
  stopped: ["#cca700", "#8f6a00"],
  failed: ["#f14c4c", "#d11f1f"],
  interrupted: ["#d18616", "#a85d00"],
  guessing: ["#cca700", "#8f6a00"],
};

/**
 * The icon of a run in the tree, as an SVG picture of 16 pixels: at the left a bar in the colour of the run's line in
 * charts, dashed as that line is; beside it the sign of the run's status.
 */
export function runSign(sign: Sign, { colour, dash }: Stroke, theme: ThemeKind): string {
  const { outline, dash: outlineDash, detail, area } = statusShapes[sign];
  const isLight = theme === "light" || theme === "highContrastLight";
  const ink = signColours[sign][isLight ? 1 : 0];
  const gaps = dashes[dash]!.map((length) => length / 2).join(" ");
  return [
    '<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16" viewBox="0 0 16 16">',
    `<path d="M1.5 1v14" stroke="${runPalette[theme][colour]}" stroke-width="3" stroke-dasharray="${gaps || "none"}"/>`,
    `<g transform="translate(4.4 2.2) scale(.725)" fill="none" stroke="${ink}" stroke-width="1.7" stroke-linecap="round" stroke-linejoin="round">`,
    `<path d="${outline}" stroke-dasharray="${outlineDash ?? "none"}"/>`,
    detail === undefined ? "" : `<path d="${detail}"/>`,
    area === undefined ? "" : `<path d="${area}" fill="${ink}" stroke="none"/>`,
    "</g></svg>",
  ].join("");
}
