import * as l10n from "@vscode/l10n";
import { expandPath, PathError, type PathPlace } from "../files/expandPath";
import { InvalidConfigError } from "../runs/RunConfig";

/** Values that a path in the settings may refer to, such as the home folder and the environment variables. */
export type SettingsPlace = Omit<PathPlace, "base">;

/**
 * The folder that a path in the settings names. A relative path starts from the first of the place's workspace folders,
 * or from the home folder if there is none.
 * @param key the setting's key for {@link InvalidConfigError.key}
 * @returns undefined for an empty setting
 * @throws InvalidConfigError for an invalid path
 */
export function folderFromSetting(key: string, value: unknown, place: SettingsPlace): string | undefined {
  if (typeof value !== "string")
    throw new InvalidConfigError(key, l10n.t("must be the path of a folder"), value);
  const written = value.trim();
  if (written === "") return undefined;
  try {
    return expandPath(written, { ...place, base: place.workspaceFolders?.[0]?.path ?? place.home });
  } catch (error) {
    throw error instanceof PathError ? new InvalidConfigError(key, error.message) : error;
  }
}
