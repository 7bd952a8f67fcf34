import { decode, encode } from "fast-png";

/** Largest number of colours in the palette of a PNG file. */
const mostColours = 256;
/** Least difference (of 255) in one channel between two colours of the palette. A smaller one is hardly visible. */
const LEAST = 6;

/**
 * Encodes the picture of a screen with a palette: at most 256 of the picture's most frequent colours that differ by
 * {@link LEAST}. Each pixel gets the nearest colour of the palette. The result is often less than half as long as
 * `png`.
 */
export function smallPng(png: Uint8Array): Uint8Array {
  const { width, height, data, channels } = decode(png);
  const pixels = Uint32Array.from({ length: width * height }, (_, index) => {
    const [red = 0, green = 0, blue = 0] = data.subarray(index * channels);
    return (red << 16) | (green << 8) | blue;
  });
  const counts = new Map<number, number>();
  for (const pixel of pixels) counts.set(pixel, (counts.get(pixel) ?? 0) + 1);
  const frequent = [...counts.keys()].sort((a, b) => counts.get(b)! - counts.get(a)!);
  const palette: number[] = [];
  for (const colour of frequent) {
    if (palette.length === mostColours) break;
    if (palette.every((other) => difference(colour, other) >= LEAST)) palette.push(colour);
  }
  const nearest = new Map(frequent.map((colour) => [colour, nearestOf(palette, colour)]));
  return encode(
    {
      width,
      height,
      channels: 1,
      depth: 8,
      palette: palette.map(channelsOf),
      data: Uint8Array.from(pixels, (pixel) => nearest.get(pixel)!),
    },
    { zlib: { level: 9 } },
  );
}

const channelsOf = (colour: number) => [colour >> 16, (colour >> 8) & 255, colour & 255];

function difference(one: number, other: number): number {
  const [a, b] = [channelsOf(one), channelsOf(other)];
  return Math.max(...a.map((value, channel) => Math.abs(value - b[channel]!)));
}

function nearestOf(palette: readonly number[], colour: number): number {
  const differences = palette.map((other) => difference(colour, other));
  return differences.indexOf(Math.min(...differences));
}
