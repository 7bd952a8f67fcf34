import { percentage } from "../runs/figures";
import type { ForkChanges } from "../runs/RunConfig";
import type { CheckpointEvent } from "../runs/RunEvent";
import type { RunState } from "../runs/RunState";
import { optimizerLabel } from "./settings";

/** The hyperparameters that a fork will be trained with, in a line. */
export function forkText(changes: ForkChanges): string {
  const { optimizer = "", learningRate, momentum, dampening, nesterov, weightDecay, epochs } = changes;
  return [
    optimizerLabel(optimizer),
    `learning rate ${learningRate}`,
    ...(optimizer === "sgd" ? [`momentum ${momentum}`] : []),
    ...(optimizer === "sgd" && dampening ? [`dampening ${dampening}`] : []),
    ...(optimizer === "sgd" && nesterov ? ["Nesterov"] : []),
    `weight decay ${weightDecay}`,
    epochs === 1 ? "1 epoch" : `${epochs} epochs`,
  ].join(", ");
}

/** How far a checkpoint is, with the test accuracy of its last complete epoch: `3 complete epochs · 84.3%`. */
export function checkpointText({ epoch }: CheckpointEvent, { epochs }: Pick<RunState, "epochs">): string {
  const tested = epochs.find((one) => one.epoch === epoch);
  const complete = epoch === 1 ? "1 complete epoch" : `${epoch} complete epochs`;
  return [complete, ...(tested ? [percentage(tested.testAccuracy)] : [])].join(" · ");
}
