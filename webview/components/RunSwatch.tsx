import { dashes } from "../../src/runs/runColours";
import { cssColour } from "../charts/chartTheme";
import { forcedDash } from "../figures/forcedStroke";
import type { LegendEntry } from "../figures/legend";

/** A small sample of a chart's line, in the colour and dashes of the line; or a ring, for points that rings mark. */
export function RunSwatch({ colour, dash, isRing }: Pick<LegendEntry, "colour" | "dash" | "isRing">) {
  const css = cssColour(colour);
  return isRing ? (
    <span class="run-swatch ring" style={{ borderColor: css }} />
  ) : (
    <span
      class="run-swatch"
      style={{
        "--fr-sample": sampleOf(css, dashes[dash]!),
        "--fr-forced-sample": sampleOf(css, forcedDash({ colour, dash })),
      }}
    />
  );
}

/** The CSS background that repeats the strokes and spaces of `dash`; a plain colour for a solid line. */
function sampleOf(colour: string, dash: readonly number[]): string {
  let end = 0;
  const stops = dash.map((length, index) => {
    const begin = end;
    end += length;
    return `${index % 2 === 0 ? colour : "transparent"} ${begin}px ${end}px`;
  });
  return stops.length > 0 ? `repeating-linear-gradient(90deg, ${stops.join(", ")})` : colour;
}
