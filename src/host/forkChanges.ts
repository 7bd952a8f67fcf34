import { inGroups, valueAt } from "../runs/configValues";
import { hyperparameterList } from "../runs/hyperparameters";
import type { ForkChanges, RunConfig } from "../runs/RunConfig";

/** The hyperparameters that a fork takes from the settings. All others have the values of the fork's parent. */
export function forkChanges(config: RunConfig): ForkChanges {
  const forked = hyperparameterList.filter(({ isForked }) => isForked);
  return inGroups(forked.map(({ key }) => [key, valueAt(config, key)]));
}
