import { dashes } from "../../src/runs/runColours";
import { cssColour } from "../charts/chartTheme";
import type { LegendEntry } from "../figures/legend";

/** A sample of a line, with its colour and dash, or of a ring. */
export function RunSwatch({ colour, dash, isRing }: Pick<LegendEntry, "colour" | "dash" | "isRing">) {
  const css = cssColour(colour);
  return isRing ? (
    <span class="run-swatch ring" style={{ borderColor: css }} />
  ) : (
    <span class="run-swatch" style={{ background: sampleOf(css, dashes[dash]!) }} />
  );
}

/** A background with strokes and spaces, as the line has them. */
function sampleOf(colour: string, dash: readonly number[]): string {
  let end = 0;
  const stops = dash.map((length, index) => {
    const begin = end;
    end += length;
    return `${index % 2 === 0 ? colour : "transparent"} ${begin}px ${end}px`;
  });
  return stops.length > 0 ? `repeating-linear-gradient(90deg, ${stops.join(", ")})` : colour;
}
