import type { ForkChanges } from "../runs/RunConfig";
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
