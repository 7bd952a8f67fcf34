import {
  type HyperparameterKey,
  hyperparameterList,
  hyperparameters,
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
const main: HyperparameterKey[] = ["optimizer", "learningRate", "batchSize", "epochs", "hidden", "seed"];

/** A run's own hyperparameters: all that differ from the next run's, or the main ones when that is not known. */
export function runHyperparameters(run: RunConfig, next: RunConfig | undefined): ShownHyperparameter[] {
  const textOf = (config: RunConfig, key: HyperparameterKey) => valueText(key, valueAt(config, key));
  const keys = next ? told.filter((key) => textOf(run, key) !== textOf(next, key)) : main;
  return keys.map((key) => ({ label: hyperparameters[key].label, value: textOf(run, key) }));
}
