import { stat } from "node:fs/promises";
import { isPublished } from "../datasets/datasets";
import { isAbsence } from "../files/readTrouble";
import type { RunConfig } from "../runs/RunConfig";

/** What the user has decided, or decides now, of the folders that runs name. */
export interface LocationQuestions {
  /** Whether the user has trained with it before. */
  isChosen: (location: string) => boolean;
  /** Asks whether it may be read. @returns the same, another folder, or undefined when nothing is to be done. */
  ask: (location: string) => Promise<string | undefined>;
}

/**
 * Where the data of a run is to be looked for when that goes on or is forked: where it was, while there is something;
 * else where the settings say. Any place serves, as only files with the published SHA-256 are used. A place that the
 * user did not choose is not even looked at before the user agrees: the run may be a stranger's. A folder that cannot
 * be looked at counts as there, so that the run says why.
 * @param setting gives the folder of the settings, empty for the cache; it may throw
 * @returns undefined when nothing is to be done; the location is undefined where the run needs none
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

/** Settings that cannot be used name no folder. */
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
