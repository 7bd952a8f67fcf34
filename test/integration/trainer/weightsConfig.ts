import { type RunConfig, resolveRunConfig } from "../../../src/runs/RunConfig";

/** A short training of fully connected layers with SGD and momentum. */
export function weightsConfig(compute: RunConfig["compute"]): RunConfig {
  return resolveRunConfig({
    model: { hidden: [200, 100] },
    epochs: 1,
    limitTrainBatches: 20,
    shuffle: true,
    momentum: 0.9,
    dataset: { name: "sample" },
    compute,
  });
}
