/** Functions that read a configuration by the keys of `hyperparameters`. */
import type { Hyperparameter } from "./Hyperparameter";
import { type HyperparameterKey, hyperparameters } from "./hyperparameters";

/** The value that a configuration has for a key, such as the key `learningRate` or, in a group, `schedule.name`. */
export function valueAt(config: object, key: HyperparameterKey): unknown {
  const [outer = "", inner] = key.split(".");
  const value = (config as Record<string, unknown>)[outer];
  return inner === undefined ? value : (value as Record<string, unknown> | undefined)?.[inner];
}

/** Makes a configuration from values by key. The value of the key `schedule.name` becomes `name` in `schedule`. */
export function inGroups(values: Iterable<readonly [string, unknown]>): Record<string, unknown> {
  const config: Record<string, unknown> = {};
  for (const [key, value] of values) {
    const [outer = "", inner] = key.split(".");
    if (inner === undefined) config[outer] = value;
    else config[outer] = { ...(config[outer] as object | undefined), [inner]: value };
  }
  return config;
}

/** The default of a key in a configuration. The configuration may lack keys. */
export function defaultOf(key: HyperparameterKey, config: object): unknown {
  const { default: ordinary, defaultBy }: Hyperparameter = hyperparameters[key];
  if (!defaultBy) return ordinary;
  const { of, key: other } = defaultBy;
  const name = String(valueAt(config, other) ?? hyperparameters[other].default);
  return Object.hasOwn(of, name) ? of[name] : ordinary;
}

/**
 * Whether a list of a configuration's hyperparameters shows a key.
 * @param isChanged whether the value differs from the default
 */
export function isShown(key: HyperparameterKey, isChanged: boolean, config: object): boolean {
  return isUsed(key, config) && (hyperparameters[key].isShown === "always" || isChanged);
}

/** Whether the model, the optimizer and the schedule of a configuration use a key. */
export function isUsed(key: HyperparameterKey, config: object): boolean {
  const { when = {} }: Hyperparameter = hyperparameters[key];
  const isMet = ([other, names]: [string, readonly string[]]) =>
    names.some((name) => name === valueAt(config, other as HyperparameterKey));
  return isOfModel(key, valueAt(config, "model.kind")) && Object.entries(when).every(isMet);
}

/** Whether a configuration with the model kind `model` has a key. */
export function isOfModel(key: HyperparameterKey, model: unknown): boolean {
  const { models }: Hyperparameter = hyperparameters[key];
  return models?.some((kind) => kind === model) ?? true;
}
