/** Adds and drops the epochs of a run's state, and computes again the index of a state that was restored. */
import { confusionCells, withoutConfusion } from "./epochFigures";
import { dropLastWhile, FoldIndex } from "./FoldIndex";
import type { EpochEvent } from "./RunEvent";
import type { RunState } from "./RunState";

/**
 * Largest number of cells in all confusion matrices of a state together. This many cells take 16 MB. A run with ten
 * classes, no validation set and 10,000 epochs, which is the largest number of epochs, has half as many cells.
 */
const mostConfusionCounts = 2_000_000;

export function addEpoch(state: RunState, event: EpochEvent): void {
  const { index } = state;
  dropEpochsFrom(state, event.epoch);
  const epoch = withinConfusionLimit(state, event);
  state.epochs.push(epoch);
  (isParents(state, epoch) ? index.parents : index.own).add(epoch);
  nameBest(state);
  state.underWaySeconds = 0;
  state.completeEpochs = event.epoch;
  expectEpoch(state, event.epoch);
}

/** The epoch, without its confusion matrices if the state is a summary or would have too many cells. */
function withinConfusionLimit({ index, losses }: RunState, event: EpochEvent): EpochEvent {
  const counts = confusionCells(event);
  const isHeld = losses.isHeld && index.confusionCounts + counts <= mostConfusionCounts;
  if (!isHeld) return withoutConfusion(event);
  index.confusionCounts += counts;
  return event;
}

export function dropEpochsFrom(state: RunState, first: number): void {
  const { epochs, index } = state;
  dropLastWhile(epochs, (one) => {
    if (one.epoch < first) return false;
    index.confusionCounts -= confusionCells(one);
    return true;
  });
  index.own.dropFrom(first);
  index.parents.dropFrom(first);
  nameBest(state);
}

/** Computes what a snapshot of a state lacks: the index, and what is computed from the index. @returns the state */
export function indexState(state: RunState): RunState {
  const index = new FoldIndex();
  state.index = index;
  for (const epoch of state.epochs) {
    index.confusionCounts += confusionCells(epoch);
    (isParents(state, epoch) ? index.parents : index.own).add(epoch);
  }
  for (const event of state.controls) index.noteLearningRate(event);
  for (const event of state.checkpoints) index.checkpoints.set(event.file, event);
  nameBest(state);
  return state;
}

function isParents({ parent }: RunState, { epoch }: EpochEvent): boolean {
  return parent !== undefined && epoch <= parent.epoch;
}

function nameBest(state: RunState): void {
  const { own, parents } = state.index;
  state.best = own.best;
  state.leastLoss = own.leastLoss;
  state.completeSeconds = own.seconds;
  state.parentBest = parents.best;
}

/**
 * Raises `totalEpochs` to `epoch`, the epoch of an event, if `totalEpochs` is lower. A damaged log may lack the event
 * that raised the number of epochs.
 */
export function expectEpoch(state: RunState, epoch: number): void {
  if (state.totalEpochs !== undefined && state.totalEpochs < epoch) state.totalEpochs = epoch;
}
