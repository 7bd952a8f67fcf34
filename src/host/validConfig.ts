import { l10n } from "vscode";
import { InvalidConfigError, type RunConfig } from "../runs/RunConfig";
import { openSetting, readRunConfig } from "./configuration";
import { settingOf } from "./settings";
import { showError } from "./window";

/** The next run's config; undefined, and said so, when a setting is not valid. */
export async function validConfig(): Promise<RunConfig | undefined> {
  try {
    return readRunConfig();
  } catch (error) {
    if (!(error instanceof InvalidConfigError)) throw error;
    await explainSetting(error);
    return undefined;
  }
}

/** Names the setting that cannot be trained with, and opens it. */
export async function explainSetting(error: InvalidConfigError): Promise<void> {
  const setting = settingOf(error.key) ?? "fittingRoom";
  const open = l10n.t("Open Settings");
  const answer = await showError(error.about(setting), open);
  if (answer === open) await openSetting(setting);
}
