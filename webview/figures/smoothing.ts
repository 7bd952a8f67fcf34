/** The slider of the smoothing weight. Each third of its range multiplies the number of averaged steps by ten. */
export const smoothingSlider = { min: 0, max: 300, step: 5 } as const;

/** The weight at a position of the slider: `0` → 0, `100` → 0.9, `200` → 0.99, `300` → 0.999. */
export function weightAt(position: number): number {
  return Number((1 - 10 ** (-position / 100)).toFixed(4));
}

/** The slider's position for a weight below 1, to the nearest step. */
export function positionOf(weight: number): number {
  const position = -Math.log10(1 - weight) * 100;
  const nearest = Math.round(position / smoothingSlider.step) * smoothingSlider.step;
  return Math.min(smoothingSlider.max, Math.max(smoothingSlider.min, nearest));
}
