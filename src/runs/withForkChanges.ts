import { defaultOf, valueAt } from "./configValues";
import type { HyperparameterKey } from "./hyperparameters";
import type { ForkChanges, RunConfig } from "./RunConfig";

/** The configuration of a fork's parent with the changes of the fork. */
export function withForkChanges(parent: RunConfig, changes: ForkChanges): RunConfig {
  const changed = {
    ...parent,
    ...changes,
    schedule: { ...parent.schedule, ...changes.schedule },
    transforms: { ...parent.transforms, ...changes.transforms },
    compute: { ...parent.compute, ...changes.compute },
    checkpoints: { ...parent.checkpoints, ...changes.checkpoints },
    evaluation: { ...parent.evaluation, ...changes.evaluation },
  };
  const weightDecay = changes.weightDecay ?? inherited("weightDecay", parent, changed);
  const gamma = changes.schedule?.gamma ?? inherited("schedule.gamma", parent, changed);
  return { ...changed, weightDecay, schedule: { ...changed.schedule, gamma } };
}

/**
 * The value of a hyperparameter that a fork takes from its parent. If the parent's value is the default for the
 * parent's configuration, the result is the default for the fork's configuration.
 */
function inherited(key: HyperparameterKey, parent: RunConfig, fork: RunConfig): number {
  const value = valueAt(parent, key);
  return (value === defaultOf(key, parent) ? defaultOf(key, fork) : value) as number;
}
