import { stat } from "node:fs/promises";
import { isPublished } from "../datasets/datasets";
import { isAbsence } from "../files/readTrouble";
import type { RunConfig } from "../runs/RunConfig";

/** Answers of the user about the data folders that runs name. */
export interface LocationQuestions {
  /** Whether the folder may be read without a question: the user has named it for a training before. */
  isChosen: (location: string) => boolean;
  /**
   * Asks whether the folder may be read.
   * @returns `location`, another folder, or undefined when the user cancels
   */
  ask: (location: string) => Promise<string | undefined>;
}

/**
 * The data folder for a run that is resumed, forked or trained again: the folder in the run's configuration if it
 * exists, else the folder of the settings. Another user may have written the run. A folder that this user has neither
 * named for a training before nor in the settings is therefore read only if the user agrees; the user may also name
 * another folder, which is then used. Any folder that the user names is safe, since only files with the published
 * SHA-256 are used. A folder that cannot be read counts as existing, so that the run reports why.
 * @param setting returns the folder of the settings, empty for the cache; it may throw
 * @returns undefined when the user cancels. The location is undefined for a data set without files, and for a run
 * without a configuration
 */
export async function dataLocation(
  config: RunConfig | undefined,
  setting: () => string,
  { isChosen, ask }: LocationQuestions,
): Promise<{ location: string | undefined } | undefined> {
  if (!config || !isPublished(config.dataset.name)) return { location: undefined };
  const { location } = config.dataset;
  if (location === "") return { location };
  const allowed = isChosen(location) || isSetting(location, setting) ? location : await ask(location);
  if (allowed === undefined) return undefined;
  return { location: allowed !== location || (await isThere(location)) ? allowed : setting() };
}

/** Whether a location is the data folder of the settings; false while the setting is invalid. */
function isSetting(location: string, setting: () => string): boolean {
  try {
    return location === setting();
  } catch {
    return false;
  }
}

function isThere(location: string): Promise<boolean> {
  return stat(location).then(
    () => true,
    (error) => !isAbsence(error),
  );
}
