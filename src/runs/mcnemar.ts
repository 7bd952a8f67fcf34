/** Compares two lists of predictions for the same images, such as those of two runs or of two epochs. */

/** Numbers of images for which both predictions, only one of them, or neither is right. */
export interface RightAnswers {
  both: number;
  onlyFirst: number;
  onlySecond: number;
  neither: number;
}

/**
 * Counts for how many images the predictions are right. `labels`, `first` and `second` have one element for each image.
 */
export function compareAnswers(
  labels: ArrayLike<number>,
  first: ArrayLike<number>,
  second: ArrayLike<number>,
): RightAnswers {
  const counts = { both: 0, onlyFirst: 0, onlySecond: 0, neither: 0 };
  for (let index = 0; index < labels.length; index++) {
    const isFirst = first[index] === labels[index];
    const isSecond = second[index] === labels[index];
    counts[isFirst ? (isSecond ? "both" : "onlyFirst") : isSecond ? "onlySecond" : "neither"]++;
  }
  return counts;
}

/**
 * The p value of McNemar's exact test: the probability that `onlyFirst` and `onlySecond` differ at least as much as
 * here if both networks are equally good. It is twice the lower tail of a binomial distribution with probability 1/2,
 * limited to 1.
 */
export function mcnemar({ onlyFirst, onlySecond }: Pick<RightAnswers, "onlyFirst" | "onlySecond">): number {
  const count = onlyFirst + onlySecond;
  const fewer = Math.min(onlyFirst, onlySecond);
  // The logarithm of the tail's largest term. The term itself may be too small for a floating-point number.
  let logarithm = -count * Math.LN2;
  for (let one = 0; one < fewer; one++) logarithm += Math.log((count - one) / (one + 1));
  let tail = 0;
  let term = 1;
  for (let one = fewer; one >= 0; one--) {
    tail += term;
    term *= one / (count - one + 1);
  }
  return Math.min(1, 2 * tail * Math.exp(logarithm));
}
