import { LEARNED, RISE } from "../explosion";
import { type Course, isGuessing, meanLoss } from "./Course";
import type { Finding } from "./Diagnosis";

/** Number of first steps whose mean loss is the loss at the beginning. */
const BEGINNING = 20;
/** Number of last steps whose mean loss is the present loss. */
const END = 100;

/**
 * The rate is too low where the loss has fallen by less than the share `decrease`, and the norm of each layer's update
 * is below `update` times the norm of its weights. For a network that guesses, the factor is `updateOfGuesses`: a deep
 * network learns nothing with updates that are enough for the tutorial's model.
 */
const least = { decrease: 0.02, update: 3e-5, updateOfGuesses: 3e-4 };

/** After an epoch the loss has hardly fallen, and a step changes each layer's weights by a very small part only. */
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

/**
 * The training diverged; or a loss was above {@link RISE} times that of the first batch, and the latest epoch's loss is
 * not below {@link LEARNED} times it.
 */
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
