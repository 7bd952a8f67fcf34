import { chanceLevel } from "../isAtChance";
import { type Course, hasLearned, isGuessing } from "./Course";
import type { Finding } from "./Diagnosis";

/** Number of latest epochs in each of which the network must have predicted a class for no test image. */
const EPOCHS = 3;
/** The loss has settled when an epoch's training loss is above this share of the previous epoch's training loss. */
const SETTLED = 0.97;

/**
 * Finds the classes of the test set that the network predicted for no test image in any of the last three epochs.
 * Judges only a training that has learned, is better than chance, and whose loss has settled: such classes are usual at
 * the beginning of a slow training.
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

/** Number of steps after which a training should be better than chance. */
const STEPS_OF_CHANCE = 100;

/** Finds that the network is guessing (see {@link isGuessing}) after at least {@link STEPS_OF_CHANCE} steps. */
export function chance(course: Course): Finding<"chance"> | undefined {
  const last = course.epochs.at(-1);
  if (!last || !isGuessing(course) || course.losses.length < STEPS_OF_CHANCE) return undefined;
  const { trainAccuracy, testAccuracy } = last;
  return { rule: "chance", figures: { trainAccuracy, testAccuracy } };
}
