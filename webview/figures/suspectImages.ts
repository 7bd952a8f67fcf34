import type { Answers, Histories } from "../../src/protocol/modelProtocol";
import { rankSuspects, type SuspectScore } from "../../src/runs/suspects";

/**
 * The rows of the images whose label may be wrong, the most suspect first, without those that have no score. The scores
 * are those of {@link suspectValues}.
 */
export function suspectImages(
  score: SuspectScore,
  answers: Answers,
  histories?: Histories | null,
): Uint32Array {
  return rankSuspects(suspectValues(score, answers, histories), score);
}

/**
 * The score of each image; NaN for an image without a score. With histories, which only the training set has, margin
 * and probability are means over the epochs that `SampleHistory` counts. Without histories, they are those of
 * `answers`, and if `answers` has no margin, the result for the margin is empty. The loss is always that of `answers`.
 */
export function suspectValues(
  score: SuspectScore,
  answers: Answers,
  histories?: Histories | null,
): ArrayLike<number> {
  switch (score) {
    case "margin":
      return histories?.meanMargin ?? answers.margin ?? [];
    case "probability":
      return histories?.meanProbability ?? answers.probability;
    case "loss":
      return answers.loss;
  }
}
