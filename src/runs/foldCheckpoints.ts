/** The checkpoints in the state of a run. */
import { dropLastWhile } from "./FoldIndex";
import { mostCheckpoints } from "./hyperparameters";
import type { CheckpointEvent } from "./RunEvent";
import type { RunState } from "./RunState";

export function keepCheckpoint(state: RunState, { removed = [], ...event }: CheckpointEvent): void {
  if (event.reason === "end") {
    state.weights = event.file;
    return;
  }
  dropCheckpointsAfter(state, event.step);
  for (const file of removed) removeCheckpoint(state, file);
  removeCheckpoint(state, event.file);
  state.checkpoints.push(event);
  state.index.checkpoints.set(event.file, event);
  // A run keeps at most the {@link mostCheckpoints} newest checkpoints and, in addition, the best one.
  if (state.checkpoints.length <= mostCheckpoints + 1) return;
  const best = state.checkpoints.findLast(({ reason }) => reason === "best");
  removeCheckpoint(state, state.checkpoints.find((one) => one !== best)!.file);
}

function removeCheckpoint({ checkpoints, index }: RunState, file: string): void {
  const event = index.checkpoints.get(file);
  if (!event) return;
  index.checkpoints.delete(file);
  checkpoints.splice(checkpoints.indexOf(event), 1);
}

export function dropCheckpointsAfter({ checkpoints, index }: RunState, step: number): void {
  dropLastWhile(checkpoints, (one) => one.step > step && index.checkpoints.delete(one.file));
}
