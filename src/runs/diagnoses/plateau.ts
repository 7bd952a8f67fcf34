import { chanceLevel } from "../isAtChance";
import { type Course, hasLearned } from "./Course";
import type { Finding } from "./Diagnosis";

/**
 * Number of latest epochs whose lowest losses are compared with the lowest losses of all earlier epochs. In fewer
 * epochs, a difference may be noise.
 */
const EPOCHS = 10;
/**
 * A loss has improved if its lowest value in the latest epochs is not above this share of its lowest value in all
 * earlier epochs.
 */
const IMPROVED = 0.99;
/** Accuracy on the training set above which there is little left to learn. The rule then finds nothing. */
const LEARNED = 0.97;

/**
 * Finds that neither the training loss nor the test loss has improved by 1 % in the last ten epochs. Judges only a
 * training that has learned, is better than chance and has not reached the accuracy {@link LEARNED}.
 */
export function plateau(course: Course): Finding<"plateau"> | undefined {
  const { epochs } = course;
  const last = epochs.at(-1);
  if (!last || epochs.length <= EPOCHS || last.trainAccuracy > LEARNED) return undefined;
  if (last.testAccuracy <= chanceLevel(course) || !hasLearned(course)) return undefined;
  const [before, latest] = [epochs.slice(0, -EPOCHS), epochs.slice(-EPOCHS)];
  for (const kind of ["trainLoss", "testLoss"] as const) {
    const best = (some: typeof epochs) => Math.min(...some.map((one) => one[kind] ?? Infinity));
    if (!(best(latest) > IMPROVED * best(before))) return undefined;
  }
  const figures = { epochs: EPOCHS, trainLoss: last.trainLoss ?? Number.NaN };
  return Number.isFinite(figures.trainLoss)
    ? { rule: "plateau", since: latest[0]!.epoch, figures }
    : undefined;
}
