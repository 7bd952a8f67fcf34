import { LEARNED, RISE } from "../explosion";
import { type Course, isGuessing, meanLoss } from "./Course";
import type { Finding } from "./Diagnosis";

/** Steps whose mean loss is the loss at the beginning, and at the end of what was trained. */
const BEGINNING = 20;
const END = 100;

/**
 * Largest decrease of the loss, and largest update of a layer relative to its weights, of a rate that is too low. A
 * network that guesses may have larger updates: deep ones do not learn with those of the tutorial's model.
 */
const least = { decrease: 0.02, update: 3e-5, updateOfGuesses: 3e-4 };

/** After an epoch the loss has hardly changed, and no layer changes by more than a small part in a step. */
export function learningRateTooLow(course: Course): Finding<"learningRateTooLow"> | undefined {
  const { epochs, losses, learningRate, layers } = course;
  const latest = layers.slice(-3);
  if (epochs.length === 0 || losses.length < 2 * END || latest.length === 0) return undefined;
  const before = meanLoss(losses, 0, BEGINNING);
  const after = meanLoss(losses, losses.length - END, losses.length);
  const update = Math.max(
    ...latest.flatMap(({ layers: all }) => all.map((layer) => layer.update ?? Infinity)),
  );
  const most = isGuessing(course) ? least.updateOfGuesses : least.update;
  if (!(1 - after / before < least.decrease && update < most)) return undefined;
  return { rule: "learningRateTooLow", figures: { rate: learningRate, before, after, update } };
}

/** The training diverged, or the loss rose far above that of the beginning and did not come back below it. */
export function learningRateTooHigh(course: Course): Finding<"learningRateTooHigh"> | undefined {
  const { epochs, losses, learningRate, hasDiverged } = course;
  // The loss of the first batch alone is from before any update.
  const before = meanLoss(losses, 0, 1);
  let highest = before;
  for (let step = 0; step < losses.length; step++) if (losses[step]! > highest) highest = losses[step]!;
  const last = epochs.at(-1);
  const isUnlearned = last && !((last.trainLoss ?? Infinity) < LEARNED * before);
  if (!hasDiverged && !(isUnlearned && highest > RISE * before)) return undefined;
  if (!Number.isFinite(before)) return undefined;
  const since = last?.epoch ?? 1;
  return { rule: "learningRateTooHigh", since, figures: { rate: learningRate, before, highest } };
}
