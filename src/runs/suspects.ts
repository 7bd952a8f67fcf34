/** Images whose label may be wrong, ranked by the network's predictions. */

/**
 * The scores by which suspects (images whose label may be wrong) are ranked.
 * - `margin`: mean over the epochs of the true class's logit minus the largest other logit (area under the margin).
 * - `probability`: mean over the epochs of the true class's probability.
 * - `loss`: the loss in the last recorded epoch.
 */
export const suspectScores = ["margin", "probability", "loss"] as const;
export type SuspectScore = (typeof suspectScores)[number];
/**
 * The default score. It ranks three images of Fashion-MNIST that are known to be mislabelled higher than the other
 * scores do.
 */
export const defaultScore: SuspectScore = "probability";

/** Whether an image with a higher score is more suspect. */
const isWorseHigher: Readonly<Record<SuspectScore, boolean>> = {
  margin: false,
  probability: false,
  loss: true,
};

/**
 * The indices of the images, the most suspect first. Images with equal scores are in the order of their indices. An
 * image whose score is NaN is left out.
 * @param scores the score of each image
 * @param score the kind of score that `scores` contains
 */
export function rankSuspects(scores: ArrayLike<number>, score: SuspectScore): Uint32Array {
  const sign = isWorseHigher[score] ? -1 : 1;
  const indices = Uint32Array.from({ length: scores.length }, (_, index) => index);
  return indices
    .filter((index) => !Number.isNaN(scores[index]))
    .sort((a, b) => sign * compare(scores[a]!, scores[b]!) || a - b);
}

function compare(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * The margin of each image: the logarithm of the true class's probability minus the largest logarithm of another
 * class's probability.
 * @param logProbabilities [labels.length, classes], row-major
 */
export function marginsOf(
  logProbabilities: ArrayLike<number>,
  labels: ArrayLike<number>,
  classes: number,
): Float32Array {
  return Float32Array.from(labels, (label, index) => {
    let other = Number.NEGATIVE_INFINITY;
    for (let one = 0; one < classes; one++) {
      const logProbability = logProbabilities[index * classes + one]!;
      // If one of the values is NaN, Math.max returns NaN, and the margin is NaN as well.
      if (one !== label) other = Math.max(other, logProbability);
    }
    return logProbabilities[index * classes + label]! - other;
  });
}
