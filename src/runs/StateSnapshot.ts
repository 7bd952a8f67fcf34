import { FoldIndex } from "./FoldIndex";
import { indexState } from "./foldEpochs";
import { Losses, type LossParts } from "./Losses";
import type { RunState } from "./RunState";

/** A RunState in a form that can be sent to another process. {@link restoreState} turns it into a RunState again. */
export interface StateSnapshot
  extends Omit<RunState, "losses" | "learningRates" | "best" | "leastLoss" | "parentBest" | "index"> {
  losses: LossParts;
  learningRates: LossParts;
}

/** A copy of a state. Later events change the state and not the copy. */
export function takeSnapshot(state: RunState): StateSnapshot {
  const { best: _, leastLoss: __, parentBest: ___, index: ____, losses, learningRates, ...rest } = state;
  return {
    ...rest,
    losses: losses.parts(),
    learningRates: learningRates.parts(),
    epochs: [...state.epochs],
    evaluations: [...state.evaluations],
    controls: [...state.controls],
    checkpoints: [...state.checkpoints],
    diagnoses: [...state.diagnoses],
    warnings: [...state.warnings],
  };
}

export function restoreState(snapshot: StateSnapshot): RunState {
  return indexState({
    ...snapshot,
    losses: Losses.from(snapshot.losses),
    learningRates: Losses.from(snapshot.learningRates),
    index: new FoldIndex(),
  });
}
