import { dashes, type Stroke } from "../../src/runs/runColours";
import type { LineColour } from "./lineColour";

/** The colours of the palette's even and odd indices in forced-colors mode, which has no more colours for lines. */
const forcedColours = ["CanvasText", "LinkText"] as const;

/** The dashes of lines in forced-colors mode: one for each colour of the palette. */
const forcedDashes: readonly (readonly number[])[] = [...dashes, [14, 4], [2, 8], [8, 3, 2, 3, 2, 3], [6, 9]];

/** The system colour of a colour of the palette in forced-colors mode. */
export function forcedColour(colour: Stroke["colour"]): string {
  return forcedColours[colour % forcedColours.length]!;
}

/**
 * The strokes and spaces (pixels) of a line in forced-colors mode. Lines with different colours of the palette and the
 * same dash have different ones, so that the dashes alone tell the lines apart.
 */
export function forcedDash({ colour, dash }: { colour: LineColour; dash: number }): readonly number[] {
  return forcedDashes[typeof colour === "number" ? (colour + dash) % forcedDashes.length : dash]!;
}
