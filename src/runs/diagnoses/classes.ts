import { chanceLevel } from "../isAtChance";
import { type Course, hasLearned, isGuessing } from "./Course";
import type { Finding } from "./Diagnosis";

/** Number of latest epochs in which a class must be without a prediction. */
const EPOCHS = 3;
/** The loss has settled when an epoch's training loss is above this share of that of the epoch before. */
const SETTLED = 0.97;

/**
 * No test image was predicted as one of the classes in the last three epochs, although the loss has settled. Before
 * that, such classes are usual in a slow training.
 */
export function neverPredicted(course: Course): Finding<"neverPredicted"> | undefined {
  const latest = course.epochs.slice(-EPOCHS);
  const [before, now] = latest.slice(-2);
  if (latest.length < EPOCHS || !before || !now) return undefined;
  if (now.testAccuracy <= chanceLevel(course) || !hasLearned(course)) return undefined;
  if (!((now.trainLoss ?? 0) > SETTLED * (before.trainLoss ?? Infinity))) return undefined;
  const classes = now.confusion
    .map((_, label) => label)
    .filter((label) =>
      latest.every(
        ({ confusion }) =>
          confusion.every((row) => row[label] === 0) && (confusion[label] ?? []).some((count) => count > 0),
      ),
    );
  if (classes.length === 0) return undefined;
  return { rule: "neverPredicted", classes, since: latest[0]!.epoch, figures: { epochs: latest.length } };
}

/** Number of steps before which no training is expected to be better than chance. */
const STEPS_OF_CHANCE = 100;

/** No epoch was better on the test set than guessing. */
export function chance(course: Course): Finding<"chance"> | undefined {
  const last = course.epochs.at(-1);
  if (!last || !isGuessing(course) || course.losses.length < STEPS_OF_CHANCE) return undefined;
  const { trainAccuracy, testAccuracy } = last;
  return { rule: "chance", figures: { trainAccuracy, testAccuracy } };
}
