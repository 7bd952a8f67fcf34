import { FoldIndex } from "./FoldIndex";
import { indexState } from "./foldEpochs";
import { Losses, type LossParts } from "./Losses";
import type { RunState } from "./RunState";

/** A state in a form that can be sent to another process. The fold can continue there. */
export interface StateSnapshot
  extends Omit<RunState, "losses" | "best" | "leastLoss" | "parentBest" | "index"> {
  losses: LossParts;
}

/** A copy of a state. Later events do not change it. */
export function takeSnapshot(state: RunState): StateSnapshot {
  const { best: _, leastLoss: __, parentBest: ___, index: ____, losses, ...rest } = state;
  return {
    ...rest,
    losses: losses.parts(),
    epochs: [...state.epochs],
    controls: [...state.controls],
    checkpoints: [...state.checkpoints],
    warnings: [...state.warnings],
  };
}

export function restoreState(snapshot: StateSnapshot): RunState {
  return indexState({ ...snapshot, losses: Losses.from(snapshot.losses), index: new FoldIndex() });
}
