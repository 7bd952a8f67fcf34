import { dashes, type Stroke } from "../../src/runs/runColours";

/** A sample of a run's line, with its colour and dash. */
export function RunSwatch({ colour, dash }: Stroke) {
  return (
    <span class="run-swatch" style={{ background: sampleOf(`var(--fr-run-${colour})`, dashes[dash]!) }} />
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
