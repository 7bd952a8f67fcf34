/** Whether the loss of a run has exploded, and which checkpoints are from before the explosion. */
import type { CheckpointEvent, EpochEvent } from "./RunEvent";
import type { RunState } from "./RunState";

/**
 * A loss has exploded when it is not finite, or above this many times the loss of the first batch. The first batch's
 * loss is computed before any update of the weights.
 */
export const RISE = 3;
/** A mean loss below this share of the first batch's loss shows that the network has learned. */
export const LEARNED = 0.9;
/** Number of consecutive finite losses whose mean shows whether a training has recovered. */
const WINDOW = 20;

/**
 * An explosion of the loss from which the training has not recovered. The losses after the explosion are judged in
 * groups of {@link WINDOW} consecutive finite losses.
 */
export interface Explosion {
  /** Number of steps before the first loss that had exploded. The weights from this step on are of no use. */
  at: number;
  /** Sum of the losses of the group that is not complete yet. */
  sum: number;
  /** Number of the losses in {@link sum}. */
  count: number;
}

type Judged = Pick<RunState, "firstLoss" | "explosion">;

/**
 * Updates the state's `firstLoss` and `explosion` by losses that have not been added to the state yet.
 * @param losses null or NaN if a loss was not finite
 */
export function judgeLosses(state: Judged, firstStep: number, losses: ArrayLike<number | null>): void {
  if (firstStep === 0 && losses.length > 0)
    state.firstLoss = Number.isFinite(losses[0]) ? losses[0]! : undefined;
  const { firstLoss } = state;
  if (firstLoss === undefined) return;
  const most = RISE * firstLoss;
  // A copy, since a snapshot of the state may hold the former object.
  let explosion = state.explosion && { ...state.explosion };
  for (let i = 0; i < losses.length; i++) {
    const loss = losses[i] ?? Number.NaN;
    if (explosion) explosion = isOver(explosion, loss, LEARNED * firstLoss) ? undefined : explosion;
    // A loss that is NaN has exploded, too.
    else if (!(loss <= most)) explosion = explosionAt(firstStep + i);
  }
  state.explosion = explosion;
}

/**
 * Updates the state's `explosion` by the test loss of an epoch. The test loss is computed with the weights after the
 * epoch's last step.
 */
export function judgeTestLoss(state: Judged & { losses: { length: number } }, epoch: EpochEvent): void {
  const { firstLoss, explosion } = state;
  const step = epoch.epoch * epoch.steps;
  // Only the epoch that ends at the latest step is judged. A fork has all its parent's steps before the parent's epochs
  // are added. Of the parent's epochs, only one that ends at the fork is therefore judged.
  if (firstLoss === undefined || explosion || step !== state.losses.length) return;
  if (!((epoch.testLoss ?? Number.NaN) <= RISE * firstLoss)) state.explosion = explosionAt(step);
}

/**
 * Undoes the conclusions from the losses after `step` steps. An explosion at or before `step` stays, with an empty
 * group of losses.
 */
export function dropExplosionAfter(state: Judged, step: number): void {
  const { explosion } = state;
  state.explosion = explosion && explosion.at <= step ? explosionAt(explosion.at) : undefined;
}

function explosionAt(at: number): Explosion {
  return { at, sum: 0, count: 0 };
}

/**
 * Adds a loss to the explosion's group of losses.
 * @returns whether the training has recovered: the group is complete and its mean is below `least`
 */
function isOver(explosion: Explosion, loss: number, least: number): boolean {
  const counts = Number.isFinite(loss);
  explosion.sum = counts ? explosion.sum + loss : 0;
  explosion.count = counts ? explosion.count + 1 : 0;
  if (explosion.count < WINDOW) return false;
  if (explosion.sum / WINDOW < least) return true;
  Object.assign(explosion, explosionAt(explosion.at));
  return false;
}

/** Whether the weights of a checkpoint are from before the loss exploded. True if the loss has not exploded. */
export function isFromBeforeExplosion(
  { step }: Pick<CheckpointEvent, "step">,
  { explosion }: Pick<RunState, "explosion">,
): boolean {
  return !explosion || step < explosion.at;
}

/**
 * The newest checkpoint from before the loss exploded; the newest checkpoint if the loss has not exploded. Undefined if
 * there is no such checkpoint.
 */
export function lastGoodCheckpoint(
  run: Pick<RunState, "checkpoints" | "explosion">,
): CheckpointEvent | undefined {
  return run.checkpoints.findLast((one) => isFromBeforeExplosion(one, run));
}
