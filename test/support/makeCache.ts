import { constants, copyFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { ownCache } from "./ownCache.mjs";

/** The cache folder that holds the sample set before any test begins. */
export const cacheWithSample = join(ownCache.XDG_CACHE_HOME, "fitting-room");
const name = "sample.bin";

/** Makes a cache folder that holds the sample set. A trainer would need 0.4 s to draw the set. */
export function makeCache(folder: string): void {
  mkdirSync(folder, { recursive: true });
  copyFileSync(join(cacheWithSample, name), join(folder, name), constants.COPYFILE_FICLONE);
}
