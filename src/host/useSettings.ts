import * as l10n from "@vscode/l10n";
import { hyperparameters, valueAt } from "../runs/hyperparameters";
import { inName } from "../runs/inert";
import { defaultWeightDecay } from "../runs/optimizers";
import type { RunConfig } from "../runs/RunConfig";
import { plural } from "../text/language";
import { type OwnSetting, readSettings, restoreSetting, writeSetting } from "./configuration";
import { runSettings } from "./settings";
import { showInformation } from "./window";

/**
 * Sets the settings to the hyperparameters of a run, each at the level that has its value. Offers to undo it. Settings
 * about computing, which do not decide the result, stay as they are.
 */
export async function applySettings(runName: string, config: RunConfig): Promise<void> {
  const present = readSettings();
  const changes = runSettings.flatMap(({ id, key }) => {
    const value = settingValue(config, key);
    if (!hyperparameters[key].decidesResult || value === undefined) return [];
    return JSON.stringify(present.get(id)?.value) === JSON.stringify(value) ? [] : [{ id, value }];
  });
  if (changes.length === 0)
    return void showInformation(l10n.t("The settings are those of {0} already.", inName(runName)));
  const before: OwnSetting[] = [];
  for (const { id, value } of changes) before.push(await writeSetting(id, value));
  const undo = l10n.t("Undo");
  const message = plural(
    changes.length,
    l10n.t("1 setting is that of {0} now.", inName(runName)),
    l10n.t("{0} settings are those of {1} now.", changes.length, inName(runName)),
  );
  // The command does not wait for the answer, which may come much later or never.
  void showInformation(message, undo).then(async (answer) => {
    if (answer === undo) for (const one of before) await restoreSetting(one);
  });
}

/** The value of a setting that gives a hyperparameter; undefined where the run's model lacks it. */
function settingValue(config: RunConfig, key: (typeof runSettings)[number]["key"]): unknown {
  const value = valueAt(config, key);
  // An empty setting stands for the optimizer's default.
  if (key === "weightDecay" && value === defaultWeightDecay(config.optimizer)) return null;
  return value;
}
