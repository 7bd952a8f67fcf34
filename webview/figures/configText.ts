import { isUsed, valueAt } from "../../src/runs/configValues";
import { type HyperparameterKey, hyperparameterList, hyperparameters } from "../../src/runs/hyperparameters";
import { textIn, valueText } from "../../src/runs/hyperparameterText";
import type { RunConfig } from "../../src/runs/RunConfig";

/** A hyperparameter as shown to a user. */
export interface ShownHyperparameter {
  label: string;
  value: string;
}

const decisive = hyperparameterList.filter(({ decidesResult }) => decidesResult).map(({ key }) => key);
const compared = hyperparameterList
  .filter(({ key, decidesResult }) => decidesResult || key === "dataset.location")
  .map(({ key }) => key);

/**
 * The hyperparameters of a run that are shown while the next run's are unknown, in addition to those of the run's
 * model.
 */
const shownAlone: HyperparameterKey[] = ["optimizer", "learningRate", "batchSize", "epochs", "seed"];
const ofModel = decisive.filter((key) => key.startsWith("model."));

/**
 * The data folder, and the hyperparameters that decide a run's result, as far as they differ from the next run's.
 * While the next run's are unknown (`next` is undefined): {@link shownAlone} and the hyperparameters of the run's
 * model. Hyperparameters that the run does not use are left out.
 */
export function runHyperparameters(run: RunConfig, next: RunConfig | undefined): ShownHyperparameter[] {
  const written = (config: RunConfig, key: HyperparameterKey) => valueText(key, valueAt(config, key));
  const keys = next
    ? compared.filter((key) => written(run, key) !== written(next, key))
    : decisive.filter((key) => [...shownAlone, ...ofModel].includes(key));
  return keys
    .filter((key) => isUsed(key, run))
    .map((key) => ({ label: hyperparameters[key].label, value: textIn(run, key) }));
}
