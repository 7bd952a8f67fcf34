/** Whether the loss of a run has exploded, and which checkpoints are from before the explosion. */
import type { CheckpointEvent, EpochEvent } from "./RunEvent";
import type { RunState } from "./RunState";

/** A loss has exploded when it is above this many times the first batch's loss, which is from before any update. */
export const RISE = 3;
/** A mean loss below this share of the first batch's loss shows that something was learned. */
export const LEARNED = 0.9;
/** Number of steps whose mean loss shows whether a training has recovered. */
const WINDOW = 20;

/** The explosion of a loss from which the training has not recovered. */
export interface Explosion {
  /** Number of steps trained before the loss that had exploded. The weights from there on are of no use. */
  at: number;
  /** Sum of the latest finite losses since then, fewer than {@link WINDOW}. */
  sum: number;
  /** Number of the losses in {@link sum}. */
  count: number;
}

type Judged = Pick<RunState, "firstLoss" | "explosion">;

/**
 * Judges the losses of some steps, before they are added to the state.
 * @param losses null or NaN where a loss was not finite
 */
export function judgeLosses(state: Judged, firstStep: number, losses: ArrayLike<number | null>): void {
  if (firstStep === 0 && losses.length > 0)
    state.firstLoss = Number.isFinite(losses[0]) ? losses[0]! : undefined;
  const { firstLoss } = state;
  if (firstLoss === undefined) return;
  const most = RISE * firstLoss;
  // A copy: a state that was sent must not change.
  let explosion = state.explosion && { ...state.explosion };
  for (let i = 0; i < losses.length; i++) {
    const loss = losses[i] ?? Number.NaN;
    if (explosion) explosion = isOver(explosion, loss, LEARNED * firstLoss) ? undefined : explosion;
    // NaN is not below the limit either.
    else if (!(loss <= most)) explosion = explosionAt(firstStep + i);
  }
  state.explosion = explosion;
}

/** Judges the test loss of an epoch, which is that of the weights after the epoch's last step. */
export function judgeTestLoss(state: Judged & { losses: { length: number } }, epoch: EpochEvent): void {
  const { firstLoss, explosion } = state;
  const step = epoch.epoch * epoch.steps;
  // A fork inherits the number of all its parent's steps before any epoch. Only the epoch at the fork is then judged.
  if (firstLoss === undefined || explosion || step !== state.losses.length) return;
  if (!((epoch.testLoss ?? Number.NaN) <= RISE * firstLoss)) state.explosion = explosionAt(step);
}

/** Drops what the losses after a number of steps have shown. */
export function dropExplosionAfter(state: Judged, step: number): void {
  const { explosion } = state;
  state.explosion = explosion && explosion.at <= step ? explosionAt(explosion.at) : undefined;
}

function explosionAt(at: number): Explosion {
  return { at, sum: 0, count: 0 };
}

/** Adds a loss. @returns whether the mean of {@link WINDOW} losses is below `least` */
function isOver(explosion: Explosion, loss: number, least: number): boolean {
  const counts = Number.isFinite(loss);
  explosion.sum = counts ? explosion.sum + loss : 0;
  explosion.count = counts ? explosion.count + 1 : 0;
  if (explosion.count < WINDOW) return false;
  if (explosion.sum / WINDOW < least) return true;
  Object.assign(explosion, explosionAt(explosion.at));
  return false;
}

/** Whether the weights of a checkpoint are from before the loss exploded. True where it has not exploded. */
export function isFromBeforeExplosion(
  { step }: Pick<CheckpointEvent, "step">,
  { explosion }: Pick<RunState, "explosion">,
): boolean {
  return !explosion || step < explosion.at;
}

/** The newest checkpoint from before the loss exploded; undefined where only a training from the beginning helps. */
export function lastGoodCheckpoint(
  run: Pick<RunState, "checkpoints" | "explosion">,
): CheckpointEvent | undefined {
  return run.checkpoints.findLast((one) => isFromBeforeExplosion(one, run));
}
