import type { Answers, Histories } from "../../src/protocol/modelProtocol";
import { rankSuspects, type SuspectScore } from "../../src/runs/suspects";

/**
 * The images whose label may be wrong, the most suspect first, without those that have no score. Margin and probability
 * are means over all epochs of `histories`, else those of `answers`, as in the test set. The loss is that of `answers`.
 */
export function suspectImages(
  score: SuspectScore,
  answers: Answers,
  histories?: Histories | null,
): Uint32Array {
  return rankSuspects(suspectValues(score, answers, histories), score);
}

/** The score of each image; NaN for one without. */
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
