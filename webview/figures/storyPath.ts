/** A recorded epoch of an image, as a point in an area of 1 × 1. */
export interface StoryPoint {
  epoch: number;
  /** Place of the epoch, from 0 (the first) to 1 (the last). */
  x: number;
  /** The true class's probability, from 0 to 1. */
  probability: number;
}

/**
 * The points of the recorded epochs. Epochs in which the image was not seen are left out.
 * @param probability the true class's probability in each of `epochs`; NaN where the image was not seen
 */
export function storyPoints(epochs: readonly number[], probability: ArrayLike<number>): StoryPoint[] {
  const first = epochs[0] ?? 0;
  const width = (epochs.at(-1) ?? 0) - first || 1;
  return epochs.flatMap((epoch, place) => {
    const value = probability[place]!;
    return Number.isNaN(value) ? [] : [{ epoch, x: (epoch - first) / width, probability: value }];
  });
}
