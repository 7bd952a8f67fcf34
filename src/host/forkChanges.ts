import type { ForkChanges, RunConfig } from "../runs/RunConfig";

/** What a fork takes from the settings; its data, batches, network and seed are its parent's. */
export function forkChanges(config: RunConfig): ForkChanges {
  const { learningRate, epochs, optimizer, momentum, dampening, nesterov, weightDecay } = config;
  const { compute, onDivergence, checkpoints } = config;
  return {
    learningRate,
    epochs,
    optimizer,
    momentum,
    dampening,
    nesterov,
    weightDecay,
    compute,
    onDivergence,
    checkpoints,
  };
}
