import { LEARNED, RISE } from "../explosion";
import { type Course, isGuessing, meanLoss } from "./Course";
import type { Finding } from "./Diagnosis";

/** Number of steps at the beginning of the run whose mean loss counts as the loss at the beginning. */
const BEGINNING = 20;
/** Number of latest steps whose mean loss counts as the present loss. */
const END = 100;

/**
 * The learning rate is too low if the loss has fallen by less than the share `decrease`, and the norm of each layer's
 * update is below `update` times the norm of the layer's weights. For a network that is guessing, `updateOfGuesses`
 * applies instead of `update`: a deep network learns nothing with updates that are enough for the tutorial's model.
 */
const least = { decrease: 0.02, update: 3e-5, updateOfGuesses: 3e-4 };

/**
 * Finds that the loss has hardly fallen, and that the updates of all layers were very small in each of the latest three
 * layer records, or in each record if there are fewer. {@link least} has the limits. Judges nothing before the first
 * epoch and twice {@link END} steps are complete.
 */
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
 * Finds that the training diverged, or that a loss was above {@link RISE} times the loss of the run's first batch while
 * the training loss of the latest epoch is not below {@link LEARNED} times the loss of the network's first batch. In a
 * fork, these two batches differ. A fork begins with a trained network, so that three times the loss of the fork's
 * first batch may be an ordinary loss. If the loss of the run's first batch was not finite, finds nothing. If the loss
 * of the network's first batch was not finite or is unknown, finds only a divergence.
 */
export function learningRateTooHigh(course: Course): Finding<"learningRateTooHigh"> | undefined {
  const { epochs, firstLoss, losses, learningRate, hasDiverged } = course;
  // Only the loss of the first batch is from before any update of this run.
  const before = meanLoss(losses, 0, 1);
  let highest = before;
  for (let step = 0; step < losses.length; step++) if (losses[step]! > highest) highest = losses[step]!;
  const last = epochs.at(-1);
  const isJudged = last && Number.isFinite(firstLoss);
  const isUnlearned = isJudged && !((last.trainLoss ?? Infinity) < LEARNED * firstLoss);
  if (!hasDiverged && !(isUnlearned && highest > RISE * before)) return undefined;
  if (!Number.isFinite(before)) return undefined;
  const since = last?.epoch ?? 1;
  return { rule: "learningRateTooHigh", since, figures: { rate: learningRate, before, highest } };
}
