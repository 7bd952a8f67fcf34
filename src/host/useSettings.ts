import * as l10n from "@vscode/l10n";
import { defaultOf, valueAt } from "../runs/configValues";
import type { Hyperparameter } from "../runs/Hyperparameter";
import { type HyperparameterKey, hyperparameterList, hyperparameters } from "../runs/hyperparameters";
import { inName } from "../runs/inert";
import { type PresetName, presetConfig, presetKeys, presets } from "../runs/presets";
import type { RunConfig } from "../runs/RunConfig";
import { plural } from "../text/language";
import { type OwnSetting, readSettings, restoreSetting, writeSetting } from "./configuration";
import { runSettings } from "./settings";
import { showInformation } from "./window";

/**
 * Sets the settings to the hyperparameters of a run, each setting at the level that defines its value. Settings that do
 * not decide the result, such as those about computing, stay as they are. Offers to undo the change.
 */
export async function applySettings(runName: string, config: RunConfig): Promise<void> {
  const keys = hyperparameterList.filter(({ decidesResult }) => decidesResult).map(({ key }) => key);
  const before = await writeHyperparameters(config, keys);
  if (before.length === 0)
    return void showInformation(l10n.t("The settings are those of {0} already.", inName(runName)));
  offerUndo(
    plural(
      before.length,
      l10n.t("1 setting is that of {0} now.", inName(runName)),
      l10n.t("{0} settings are those of {1} now.", before.length, inName(runName)),
    ),
    before,
  );
}

/** Sets the settings to the hyperparameters of a preset. Offers to undo the change. */
export async function applyPreset(name: PresetName): Promise<void> {
  const before = await writeHyperparameters(presetConfig(name), presetKeys);
  if (before.length === 0) return;
  const { label } = presets[name];
  offerUndo(
    plural(
      before.length,
      l10n.t("1 setting is that of the preset {0} now.", label),
      l10n.t("{0} settings are those of the preset {1} now.", before.length, label),
    ),
    before,
  );
}

/**
 * Writes the settings of the hyperparameters `keys` whose values differ. @returns the former values of these settings
 */
async function writeHyperparameters(
  config: RunConfig,
  keys: readonly HyperparameterKey[],
): Promise<OwnSetting[]> {
  const present = readSettings();
  const before: OwnSetting[] = [];
  for (const { id, key } of runSettings) {
    const value = settingValue(config, key);
    if (!keys.includes(key) || value === undefined) continue;
    if (JSON.stringify(present.get(id)?.value) !== JSON.stringify(value))
      before.push(await writeSetting(id, value));
  }
  return before;
}

/**
 * Shows a message with a button that restores settings. Does not wait for the answer, which may come much later or
 * never.
 */
function offerUndo(message: string, before: readonly OwnSetting[]): void {
  const undo = l10n.t("Undo");
  void showInformation(message, undo).then(async (answer) => {
    if (answer === undo) for (const one of before) await restoreSetting(one);
  });
}

/**
 * The value that a hyperparameter's setting gets: null for a default that depends on other settings, undefined if the
 * configuration's model lacks the hyperparameter.
 */
function settingValue(config: RunConfig, key: (typeof runSettings)[number]["key"]): unknown {
  const value = valueAt(config, key);
  const { defaultBy }: Hyperparameter = hyperparameters[key];
  return defaultBy && value === defaultOf(key, config) ? null : value;
}
