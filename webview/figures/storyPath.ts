/** A place of a line in an area of 1 × 1, from its lower left corner. */
export interface StoryPoint {
  epoch: number;
  /** The probability, from 0 to 1. */
  x: number;
  probability: number;
}

/** The recorded probabilities at places by their epoch. Epochs in which the image was not seen are left out. */
export function storyPoints(epochs: readonly number[], probability: ArrayLike<number>): StoryPoint[] {
  const first = epochs[0] ?? 0;
  const width = (epochs.at(-1) ?? 0) - first || 1;
  return epochs.flatMap((epoch, place) => {
    const value = probability[place]!;
    return Number.isNaN(value) ? [] : [{ epoch, x: (epoch - first) / width, probability: value }];
  });
}
