import type { SettingChip } from "../runs/dashboardProtocol";
import {
  defaultWeightDecay,
  InvalidConfigError,
  optimizerNames,
  type RunConfigInput,
} from "../runs/RunConfig";

/** A setting's value as the user's settings have it, checked by nobody yet. */
export interface SettingValue {
  value: unknown;
  /** Whether it differs from the setting's default. */
  changed: boolean;
}

/** By setting id. */
export type SettingValues = ReadonlyMap<string, SettingValue>;

interface Setting {
  id: string;
  /** The RunConfig field that it decides, as {@link InvalidConfigError.key} names it. */
  key: string;
  label: string;
  /** Dashboards leave a setting out when this says so. */
  isShown?: (settings: SettingValues) => boolean;
}

const hyperparameter = (name: string) => `fittingRoom.hyperparameters.${name}`;
const isSgd = (settings: SettingValues) => settings.get(hyperparameter("optimizer"))?.value === "sgd";
const whenChanged = (id: string) => (settings: SettingValues) => settings.get(id)?.changed === true;
const whenChangedForSgd = (id: string) => (settings: SettingValues) =>
  isSgd(settings) && whenChanged(id)(settings);

export const learningRateSetting = hyperparameter("learningRate");
export const datasetNameSetting = "fittingRoom.dataset.name";
export const datasetLocationSetting = "fittingRoom.dataset.location";
const threadsSetting = "fittingRoom.compute.threads";
const onDivergenceSetting = "fittingRoom.onDivergence";
const keptCheckpointsSetting = "fittingRoom.checkpoints.keep";
export const runsLocationSetting = "fittingRoom.runs.location";
export const gracePeriodSetting = "fittingRoom.runs.gracePeriod";

/** Every setting that decides a run, in the order in which the dashboard shows them. */
export const runSettings: readonly Setting[] = [
  { id: datasetNameSetting, key: "dataset.name", label: "Data" },
  {
    id: datasetLocationSetting,
    key: "dataset.location",
    label: "Folder",
    isShown: whenChanged(datasetLocationSetting),
  },
  { id: hyperparameter("optimizer"), key: "optimizer", label: "Optimizer" },
  { id: learningRateSetting, key: "learningRate", label: "Learning rate" },
  { id: hyperparameter("batchSize"), key: "batchSize", label: "Batch size" },
  { id: hyperparameter("epochs"), key: "epochs", label: "Epochs" },
  { id: hyperparameter("momentum"), key: "momentum", label: "Momentum", isShown: isSgd },
  {
    id: hyperparameter("dampening"),
    key: "dampening",
    label: "Dampening",
    isShown: whenChangedForSgd(hyperparameter("dampening")),
  },
  {
    id: hyperparameter("nesterov"),
    key: "nesterov",
    label: "Nesterov",
    isShown: whenChangedForSgd(hyperparameter("nesterov")),
  },
  { id: hyperparameter("weightDecay"), key: "weightDecay", label: "Weight decay" },
  { id: hyperparameter("hiddenLayers"), key: "hidden", label: "Hidden layers" },
  { id: hyperparameter("seed"), key: "seed", label: "Seed" },
  { id: hyperparameter("shuffle"), key: "shuffle", label: "Shuffle" },
  { id: threadsSetting, key: "compute.threads", label: "Threads", isShown: whenChanged(threadsSetting) },
  {
    id: onDivergenceSetting,
    key: "onDivergence",
    label: "On divergence",
    isShown: whenChanged(onDivergenceSetting),
  },
  {
    id: keptCheckpointsSetting,
    key: "checkpoints.keep",
    label: "Checkpoints kept",
    isShown: whenChanged(keptCheckpointsSetting),
  },
];

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
  const input: Record<string, unknown> = {};
  const groups: Record<string, Record<string, unknown>> = { dataset: {}, compute: {}, checkpoints: {} };
  for (const { id, key } of runSettings) {
    const value = settings.get(id)?.value;
    if (key === "weightDecay" && value === null) continue;
    const [group, field] = key.split(".");
    if (field) groups[group][field] = value;
    else input[key] = value;
  }
  return { ...input, ...groups };
}

/** The settings as the dashboard shows them. */
export function settingChips(settings: SettingValues): SettingChip[] {
  return runSettings
    .filter((setting) => setting.isShown?.(settings) ?? true)
    .map(({ id, label }) => ({
      id,
      label,
      value: shownValue(id, settings),
      changed: settings.get(id)?.changed === true,
    }));
}

function shownValue(id: string, settings: SettingValues): string {
  const value = settings.get(id)?.value;
  if (id === hyperparameter("weightDecay") && value === null) {
    const chosen = settings.get(hyperparameter("optimizer"))?.value;
    return String(defaultWeightDecay(optimizerNames.find((name) => name === chosen) ?? "sgd"));
  }
  if (id === hyperparameter("optimizer")) return optimizerLabel(String(value));
  if (id === datasetNameSetting) return datasetLabel(String(value));
  if (typeof value === "boolean") return value ? "on" : "off";
  if (Array.isArray(value)) return layersLabel(value);
  return typeof value === "string" || typeof value === "number" ? String(value) : JSON.stringify(value);
}

/** An optimizer's name as PyTorch writes it. */
export function optimizerLabel(name: string): string {
  return labelOf({ sgd: "SGD", adam: "Adam", adamw: "AdamW" }, name);
}

export function datasetLabel(name: string): string {
  return labelOf({ "fashion-mnist": "Fashion-MNIST", sample: "sample set" }, name);
}

/** A setting may have any value, also one that names what every object inherits. */
function labelOf(labels: Readonly<Record<string, string>>, name: string): string {
  return Object.hasOwn(labels, name) ? (labels[name] ?? name) : name;
}

/** Layer widths, for example `512 × 512`. */
export function layersLabel(widths: readonly unknown[]): string {
  return widths.length === 0 ? "none" : widths.join(" × ");
}
