import { describe, expect, test } from "vitest";
import { paletteSize, runPalette } from "../../../src/runs/runPalette";

type Colour = readonly [number, number, number];

/** Linear red, green and blue (0 to 1) of an sRGB colour `#rrggbb`. */
function linear(hex: string): Colour {
  return [1, 3, 5].map((at) => {
    const share = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as unknown as Colour;
}

const times = (matrix: readonly Colour[], colour: Colour) =>
  matrix.map((row) =>
    row.reduce((sum, factor, index) => sum + factor * colour[index]!, 0),
  ) as unknown as Colour;

const luminance = ([red, green, blue]: Colour) => 0.2126 * red + 0.7152 * green + 0.0722 * blue;

function contrast(one: string, other: string): number {
  const [low, high] = [one, other].map((hex) => luminance(linear(hex))).sort((a, b) => a - b);
  return (high! + 0.05) / (low! + 0.05);
}

/**
 * For a person with all cones and for persons who lack one kind of cones: the matrix that turns a linear colour into
 * the linear colour that the person sees, by Machado, Oliveira and Fernandes (2009).
 */
const visions: Record<string, readonly Colour[]> = {
  "all cones": [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  "no green cones": [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  "no red cones": [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  "no blue cones": [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

/** CIE L*a*b* of a colour (`#rrggbb`) as a person with this vision sees it. */
function seen(hex: string, vision: readonly Colour[]): Colour {
  const rgb = times(vision, linear(hex)).map((value) => Math.min(1, Math.max(0, value))) as unknown as Colour;
  const [x, y, z] = times(
    [
      [0.4339, 0.3762, 0.1899],
      [0.2126, 0.7152, 0.0722],
      [0.0177, 0.1095, 0.8728],
    ],
    rgb,
  ).map((value) => (value > 0.008856 ? Math.cbrt(value) : 7.787 * value + 16 / 116)) as unknown as Colour;
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

describe.each([
  ["light", ["#ffffff", "#f8f8f8"]],
  ["dark", ["#1e1e1e", "#1f1f1f", "#121314"]],
  ["highContrast", ["#000000"]],
  ["highContrastLight", ["#ffffff"]],
] as const)("the palette of %s themes", (kind, backgrounds) => {
  const colours = runPalette[kind];

  test("has all colours, each visible on the background", () => {
    expect(colours).toHaveLength(paletteSize);
    for (const colour of colours)
      for (const background of backgrounds) expect(contrast(colour, background), colour).toBeGreaterThan(3);
  });

  test.each(Object.entries(visions))("has colours that differ with %s", (_, vision) => {
    const all = colours.map((hex) => seen(hex, vision));
    const distances = all.flatMap((one, index) =>
      all.slice(index + 1).map((other) => Math.hypot(...one.map((value, at) => value - other[at]!))),
    );
    expect(Math.min(...distances)).toBeGreaterThan(14);
  });
});
