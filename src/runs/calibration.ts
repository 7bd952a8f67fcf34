/** How far a classifier's confidence agrees with its accuracy (Guo et al., 2017). */

/** The images whose confidence is above `from` and not above `to`. The first bin includes a confidence of 0. */
export interface ReliabilityBin {
  from: number;
  to: number;
  samples: number;
  /** Mean of the predictions' probabilities; null in an empty bin. */
  confidence: number | null;
  /** Share of the images that are predicted correctly; null in an empty bin. */
  accuracy: number | null;
}

/**
 * The bins of a reliability diagram. The three arrays have one element for each image.
 * @param confidence the probability of each image's prediction; an image with NaN is left out
 * @param bins number of bins of equal width between 0 and 1
 */
export function reliability(
  confidence: ArrayLike<number>,
  labels: ArrayLike<number>,
  predicted: ArrayLike<number>,
  bins = 10,
): ReliabilityBin[] {
  const sums = Array.from({ length: bins }, () => ({ samples: 0, confidence: 0, right: 0 }));
  for (let index = 0; index < confidence.length; index++) {
    const one = confidence[index]!;
    if (Number.isNaN(one)) continue;
    const bin = sums[Math.min(bins - 1, Math.max(0, Math.ceil(one * bins) - 1))]!;
    bin.samples++;
    bin.confidence += one;
    if (labels[index] === predicted[index]) bin.right++;
  }
  return sums.map(({ samples, confidence, right }, index) => ({
    from: index / bins,
    to: (index + 1) / bins,
    samples,
    confidence: samples === 0 ? null : confidence / samples,
    accuracy: samples === 0 ? null : right / samples,
  }));
}

/**
 * The mean over the bins of the absolute difference between confidence and accuracy, from 0 to 1. A bin's weight is its
 * number of images. Null without images.
 */
export function expectedCalibrationError(bins: readonly ReliabilityBin[]): number | null {
  const samples = bins.reduce((total, bin) => total + bin.samples, 0);
  if (samples === 0) return null;
  return bins.reduce(
    (total, bin) => total + (bin.samples / samples) * Math.abs((bin.confidence ?? 0) - (bin.accuracy ?? 0)),
    0,
  );
}
