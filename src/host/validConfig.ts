import * as l10n from "@vscode/l10n";
import { checkLocation } from "../data/checkLocation";
import { DatasetError } from "../data/errors";
import { datasets, isPublished } from "../datasets/datasets";
import { InvalidConfigError, type RunConfig } from "../runs/RunConfig";
import { openSetting, readRunConfig, readRunsLocation } from "./configuration";
import { settingOf } from "./settings";
import { showError } from "./window";

/** The next run's config. If a setting is invalid, shows a message and returns undefined. */
export async function validConfig(): Promise<RunConfig | undefined> {
  try {
    return readRunConfig();
  } catch (error) {
    if (!(error instanceof InvalidConfigError)) throw error;
    void explainSetting(error);
    return undefined;
  }
}

/**
 * Why the next run's data set cannot be read from the folder of the settings. Undefined if it can be read, if the
 * settings name no folder (the cache is used then), and if the data set has no files.
 */
export async function dataProblem({ dataset }: RunConfig): Promise<string | undefined> {
  if (!isPublished(dataset.name)) return undefined;
  try {
    await checkLocation(dataset.location, datasets[dataset.name]);
    return undefined;
  } catch (error) {
    if (error instanceof DatasetError) return error.message;
    throw error;
  }
}

/** Shows a message when the setting of the runs folder is invalid. */
export async function explainRunsLocation(): Promise<void> {
  try {
    readRunsLocation();
  } catch (error) {
    if (!(error instanceof InvalidConfigError)) throw error;
    await explainSetting(error);
  }
}

/** Shows a message about an invalid setting, with a button that opens it. */
export async function explainSetting(error: InvalidConfigError): Promise<void> {
  const setting = settingOf(error.key) ?? "fittingRoom";
  const open = l10n.t("Open Settings");
  const answer = await showError(error.about(setting), open);
  if (answer === open) await openSetting(setting);
}
