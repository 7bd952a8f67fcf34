import type { SettingChip } from "../protocol/dashboardProtocol";
import {
  type HyperparameterKey,
  hyperparameterList,
  hyperparameters,
  inGroups,
  isShown,
  valueText,
} from "../runs/hyperparameters";
import { defaultWeightDecay, optimizerNames } from "../runs/optimizers";
import { InvalidConfigError, type RunConfigInput, tutorialConfig } from "../runs/RunConfig";

/** A setting's value as the user's settings have it, checked by nobody yet. */
export interface SettingValue {
  value: unknown;
  /** Whether it differs from the setting's default. */
  changed: boolean;
}

/** By setting id. */
export type SettingValues = ReadonlyMap<string, SettingValue>;

/** A setting that decides a run. */
interface RunSetting {
  id: string;
  key: HyperparameterKey;
}

/** Every setting that decides a run, in the order in which the dashboard shows them. */
export const runSettings: readonly RunSetting[] = hyperparameterList.flatMap(({ key, setting }) =>
  setting === undefined ? [] : [{ id: setting, key }],
);

export const learningRateSetting = hyperparameters.learningRate.setting;
export const datasetNameSetting = hyperparameters["dataset.name"].setting;
export const datasetLocationSetting = hyperparameters["dataset.location"].setting;
export const runsLocationSetting = "fittingRoom.runs.location";
export const gracePeriodSetting = "fittingRoom.runs.gracePeriod";

/** The setting that decides a RunConfig field, for messages and links; undefined when none does. */
export function settingOf(key: string): string | undefined {
  if (key === GRACE_PERIOD) return gracePeriodSetting;
  if (key === RUNS_LOCATION) return runsLocationSetting;
  return runSettings.find((setting) => setting.key === key)?.id;
}

const GRACE_PERIOD = "gracePeriod";
/** The key of the folder for runs, which is no field of a RunConfig. */
export const RUNS_LOCATION = "runs.location";
const longestGracePeriod = 86_400;

/**
 * Seconds that a training goes on without a window.
 * @throws InvalidConfigError
 */
export function parseGracePeriod(value: unknown): number {
  if (typeof value === "number" && value >= 0 && value <= longestGracePeriod) return value;
  const requirement = `must be a number of seconds of at least 0 and at most ${longestGracePeriod}`;
  throw new InvalidConfigError(GRACE_PERIOD, requirement, value);
}

/** What the settings say about the next run; `resolveRunConfig` checks it. */
export function toRunConfigInput(settings: SettingValues): RunConfigInput {
  const values = runSettings.map(({ id, key }): [string, unknown] => [key, settings.get(id)?.value]);
  // Empty for the optimizer's own.
  return inGroups(values.filter(([key, value]) => key !== "weightDecay" || value !== null));
}

/** The settings as the dashboard shows them. */
export function settingChips(settings: SettingValues): SettingChip[] {
  const optimizer = settings.get(hyperparameters.optimizer.setting)?.value;
  const config = { ...tutorialConfig, optimizer };
  return runSettings.flatMap(({ id, key }) => {
    const { value, changed = false } = settings.get(id) ?? {};
    if (!isShown(key, changed, config)) return [];
    return { id, label: hyperparameters[key].label, value: shownValue(key, value, optimizer), changed };
  });
}

function shownValue(key: HyperparameterKey, value: unknown, optimizer: unknown): string {
  if (key !== "weightDecay" || value !== null) return valueText(key, value);
  return String(defaultWeightDecay(optimizerNames.find((name) => name === optimizer) ?? "sgd"));
}
