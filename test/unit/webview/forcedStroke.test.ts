import { expect, test } from "vitest";
import { dashes } from "../../../src/runs/runColours";
import { paletteSize } from "../../../src/runs/runPalette";
import { forcedColour, forcedDash } from "../../../webview/figures/forcedStroke";

const palette = Array.from({ length: paletteSize }, (_, colour) => colour);
const strokesWith = (dash: number) =>
  palette.map((colour) => `${forcedColour(colour)} ${forcedDash({ colour, dash }).join(" ")}`);

test("in forced-colors mode, the dashes alone tell the colours of the palette apart", () => {
  for (const dash of dashes.keys())
    expect(new Set(palette.map((colour) => forcedDash({ colour, dash }))).size).toBe(paletteSize);
});

test("in forced-colors mode, the lines of the first 16 runs differ by dashes or colour", () => {
  expect(new Set([...strokesWith(0), ...strokesWith(1)]).size).toBe(2 * paletteSize);
});

test("in forced-colors mode, a line whose colour is not of the palette keeps its dash", () => {
  for (const [dash, lengths] of dashes.entries())
    expect(forcedDash({ colour: "loss", dash })).toEqual(lengths);
});
