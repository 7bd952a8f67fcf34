/** Whether the loss of a run has exploded, and which checkpoints are from before. */
import type { CheckpointEvent, EpochEvent } from "./RunEvent";
import type { RunState } from "./RunState";

/** A loss this many times that of the first batch, which is from before any update, is no noise of batches. */
export const RISE = 3;
/** A loss below this part of that of the first batch shows that something was learned. */
export const LEARNED = 0.9;
/** Steps whose mean loss shows whether a training has recovered. */
const WINDOW = 20;

/** The explosion of a loss from which the training has not recovered. */
export interface Explosion {
  /** Number of steps trained before the loss that had exploded. The weights from there on are of no use. */
  at: number;
  /** The latest finite losses since, fewer than {@link WINDOW}. */
  sum: number;
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
    // A loss that is not finite is not below it either.
    else if (!(loss <= most)) explosion = explosionAt(firstStep + i);
  }
  state.explosion = explosion;
}

/** Judges the test loss of an epoch, which the weights after its last step gave. */
export function judgeTestLoss(state: Judged & { losses: { length: number } }, epoch: EpochEvent): void {
  const { firstLoss, explosion } = state;
  const step = epoch.epoch * epoch.steps;
  // The epochs of a fork's parent come after all of its losses.
  if (firstLoss === undefined || explosion || step !== state.losses.length) return;
  if (!((epoch.testLoss ?? Number.NaN) <= RISE * firstLoss)) state.explosion = explosionAt(step);
}

/** Forgets what the steps after a number of steps have shown. */
export function dropExplosionAfter(state: Judged, step: number): void {
  const { explosion } = state;
  state.explosion = explosion && explosion.at <= step ? explosionAt(explosion.at) : undefined;
}

function explosionAt(at: number): Explosion {
  return { at, sum: 0, count: 0 };
}

/** Adds a loss. @returns whether the mean of a window is low enough */
function isOver(explosion: Explosion, loss: number, least: number): boolean {
  const counts = Number.isFinite(loss);
  explosion.sum = counts ? explosion.sum + loss : 0;
  explosion.count = counts ? explosion.count + 1 : 0;
  if (explosion.count < WINDOW) return false;
  if (explosion.sum / WINDOW < least) return true;
  Object.assign(explosion, explosionAt(explosion.at));
  return false;
}

/** Whether the weights of a checkpoint are from before the loss exploded, so that a training can go on from them. */
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
