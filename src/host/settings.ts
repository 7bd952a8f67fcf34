import * as l10n from "@vscode/l10n";
import * as v from "valibot";
import type { SettingChip } from "../protocol/dashboardProtocol";
import { defaultOf, inGroups, isShown } from "../runs/configValues";
import type { Hyperparameter } from "../runs/Hyperparameter";
import { type HyperparameterKey, hyperparameterList, hyperparameters } from "../runs/hyperparameters";
import { valueText } from "../runs/hyperparameterText";
import { NAME_PATTERN } from "../runs/namePattern";
import { InvalidConfigError, type RunConfigInput, valueSchema } from "../runs/RunConfig";

/** A setting's value, not yet checked. */
export interface SettingValue {
  value: unknown;
  /** Whether the value differs from the setting's default. */
  changed: boolean;
}

/** The values of the settings, by setting id. */
export type SettingValues = ReadonlyMap<string, SettingValue>;

/** A setting of the next run. */
interface RunSetting {
  id: string;
  key: HyperparameterKey;
}

/** The settings of the next run, in the dashboard's order. */
export const runSettings: readonly RunSetting[] = hyperparameterList.flatMap(({ key, setting }) =>
  setting === undefined ? [] : [{ id: setting, key }],
);

export const learningRateSetting = hyperparameters.learningRate.setting;
export const datasetNameSetting = hyperparameters["dataset.name"].setting;
export const datasetLocationSetting = hyperparameters["dataset.location"].setting;
/**
 * The setting that decides whether a new run leaves out the training images that, when the run starts, are marked as
 * wrong label or bad image.
 */
export const excludeMarkedSetting = "fittingRoom.dataset.excludeMarked";
export const runsLocationSetting = "fittingRoom.runs.location";
export const gracePeriodSetting = "fittingRoom.runs.gracePeriod";
export const namePatternSetting = "fittingRoom.runs.namePattern";

/**
 * The id of the setting that a key of an InvalidConfigError belongs to, for messages and links; undefined where there
 * is none.
 */
export function settingOf(key: string): string | undefined {
  if (key === GRACE_PERIOD) return gracePeriodSetting;
  if (key === RUNS_LOCATION) return runsLocationSetting;
  if (key === NAME_PATTERN) return namePatternSetting;
  if (key === EXCLUDE_MARKED || key === "dataset.exclude") return excludeMarkedSetting;
  return runSettings.find((setting) => setting.key === key)?.id;
}

const GRACE_PERIOD = "gracePeriod";
const EXCLUDE_MARKED = "dataset.excludeMarked";
/** The key of the runs folder in an InvalidConfigError. It is not a field of a RunConfig. */
export const RUNS_LOCATION = "runs.location";
const longestGracePeriod = 86_400;

/**
 * Time (s) that a training continues when no window is connected to it.
 * @throws InvalidConfigError
 */
export function parseGracePeriod(value: unknown): number {
  if (typeof value === "number" && value >= 0 && value <= longestGracePeriod) return value;
  const requirement = l10n.t(
    "must be a number of seconds of at least {0} and at most {1}",
    0,
    longestGracePeriod,
  );
  throw new InvalidConfigError(GRACE_PERIOD, requirement, value);
}

/**
 * Whether the next run leaves out the training images that are marked as wrong label or bad image.
 * @throws InvalidConfigError
 */
export function parseExcludeMarked(value: unknown): boolean {
  if (typeof value === "boolean") return value;
  throw new InvalidConfigError(EXCLUDE_MARKED, l10n.t("must be true or false"), value);
}

/**
 * The settings as input of `resolveRunConfig`, which checks them. A value for which {@link isOwnDefault} is true is
 * left out.
 */
export function toRunConfigInput(settings: SettingValues): RunConfigInput {
  const values = runSettings.map(({ id, key }): [HyperparameterKey, unknown] => [
    key,
    settings.get(id)?.value,
  ]);
  return inGroups(values.filter(([key, value]) => !isOwnDefault(key, value)));
}

/** True if the value of a setting is null, which stands for a default that depends on other settings. */
export function isOwnDefault(key: HyperparameterKey, value: unknown): boolean {
  const { defaultBy }: Hyperparameter = hyperparameters[key];
  return defaultBy !== undefined && value === null;
}

/**
 * The settings as chips of the dashboard: those that are invalid, and those that {@link isShown} selects.
 * @param refusal the error that prevents the next run. It may be about two settings together or about a path, which the
 * check of a single value does not find
 */
export function settingChips(settings: SettingValues, refusal?: InvalidConfigError): SettingChip[] {
  const config = toRunConfigInput(settings);
  return runSettings.flatMap(({ id, key }) => {
    const { value, changed = false } = settings.get(id) ?? {};
    const invalid = refusal?.key === key ? refusal : whyInvalid(key, value);
    if (!invalid && !isShown(key, changed, config)) return [];
    const shown = isOwnDefault(key, value) ? defaultOf(key, config) : value;
    const chip = { id, label: hyperparameters[key].label, value: valueText(key, shown), changed };
    return invalid ? { ...chip, problem: invalid.about(id) } : chip;
  });
}

function whyInvalid(key: HyperparameterKey, value: unknown): InvalidConfigError | undefined {
  if (isOwnDefault(key, value)) return undefined;
  const { issues } = v.safeParse(valueSchema(key), value);
  return issues && new InvalidConfigError(key, issues[0].message, value);
}
