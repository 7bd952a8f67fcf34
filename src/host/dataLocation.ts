import { stat } from "node:fs/promises";
import type { RunConfig } from "../runs/RunConfig";

/**
 * Where the data of a run is to be looked for when that goes on or is forked: where it was, while there is something;
 * else where the settings say. Any place serves, as only files with the published SHA-256 are used.
 * @param setting the folder of the settings; empty for the cache
 */
export async function dataLocation(
  config: RunConfig | undefined,
  setting: string,
): Promise<string | undefined> {
  if (config?.dataset.name !== "fashion-mnist") return undefined;
  const { location } = config.dataset;
  const isThere = location === "" || (await stat(location).catch(() => undefined)) !== undefined;
  return isThere ? location : setting;
}
