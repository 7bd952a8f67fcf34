/** Moves a coordinate to the middle of a pixel, where a line of one pixel is sharp. */
export function sharp(pixel: number): number {
  return Math.round(pixel) + 0.5;
}
