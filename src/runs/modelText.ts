import { isOfModel } from "./configValues";
import { hyperparameterList } from "./hyperparameters";
import { textIn } from "./hyperparameterText";
import { models } from "./models";
import type { RunConfig } from "./RunConfig";

/** A model with all its options: `MLP (hidden layers 512 × 512)`. */
export function modelText(config: RunConfig): string {
  const { kind } = config.model;
  const options = hyperparameterList
    .filter((one) => one.models && isOfModel(one.key, kind))
    .map(({ key, label }) => `${label.toLowerCase()} ${textIn(config, key)}`);
  const { label } = models[kind];
  return options.length === 0 ? label : `${label} (${options.join(", ")})`;
}
