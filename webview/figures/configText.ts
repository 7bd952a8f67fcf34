import {
  type HyperparameterKey,
  hyperparameterList,
  hyperparameters,
  isOfModel,
  valueAt,
  valueText,
} from "../../src/runs/hyperparameters";
import type { RunConfig } from "../../src/runs/RunConfig";

/** A hyperparameter as a reader knows it. */
export interface ShownHyperparameter {
  label: string;
  value: string;
}

const decisive = hyperparameterList.filter(({ decidesResult }) => decidesResult).map(({ key }) => key);
const told: HyperparameterKey[] = [...decisive, "dataset.location"];

/** What a reader wants to know first of any run. */
const main: HyperparameterKey[] = ["optimizer", "learningRate", "batchSize", "epochs", "seed"];
const ofModel = decisive.filter((key) => key.startsWith("model."));

/** A run's own hyperparameters: all that differ from the next run's, or the main ones when that is not known. */
export function runHyperparameters(run: RunConfig, next: RunConfig | undefined): ShownHyperparameter[] {
  const textOf = (config: RunConfig, key: HyperparameterKey) => valueText(key, valueAt(config, key));
  const keys = next
    ? told.filter((key) => textOf(run, key) !== textOf(next, key))
    : decisive.filter((key) => [...main, ...ofModel].includes(key));
  return keys
    .filter((key) => isOfModel(key, run.model.kind))
    .map((key) => ({ label: hyperparameters[key].label, value: textOf(run, key) }));
}
