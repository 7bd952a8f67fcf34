/** Images whose label may be wrong, ranked by what the network answered for them. */

/**
 * The scores of a suspect.
 * - `margin`: the true class's logit minus the largest of the others, as a mean over the epochs (area under the margin).
 * - `probability`: the true class's probability, as a mean over the epochs.
 * - `loss`: the loss in the last recorded epoch.
 */
export const suspectScores = ["margin", "probability", "loss"] as const;
export type SuspectScore = (typeof suspectScores)[number];
/**
 * The score of suspects where none is chosen: it ranks images that are known to be mislabelled higher than the others do.
 */
export const defaultScore: SuspectScore = "probability";

/** Whether a higher score is more suspect. */
const isWorseHigher: Readonly<Record<SuspectScore, boolean>> = {
  margin: false,
  probability: false,
  loss: true,
};

/**
 * The indices of all images with a score, the most suspect first. Of equal scores, the lower index is first. An image
 * that was not seen has the score NaN, and is left out.
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

/** The smallest number above 0 in half precision, in which probabilities are recorded. */
const leastProbability = 2 ** -24;

/**
 * The margin of each image by its recorded probabilities: the logarithm of the true class's probability minus that of
 * the most probable other class. A probability below the recorded precision counts as the smallest recorded one.
 * @param probabilities [labels.length, classes], row-major
 */
export function marginsOf(
  probabilities: ArrayLike<number>,
  labels: ArrayLike<number>,
  classes: number,
): Float32Array {
  const logarithm = (probability: number) => Math.log(Math.max(probability, leastProbability));
  return Float32Array.from(labels, (label, index) => {
    let other = 0;
    for (let one = 0; one < classes; one++) {
      const probability = probabilities[index * classes + one]!;
      // A NaN is the largest, so that the margin is NaN as well.
      if (one !== label && !(probability <= other)) other = probability;
    }
    return logarithm(probabilities[index * classes + label]!) - logarithm(other);
  });
}
