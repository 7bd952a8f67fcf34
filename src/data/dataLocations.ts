/**
 * The folders with data that this user has trained with. A run's own record of its folder proves nothing: the run may
 * be a stranger's, and to look at a path can already give something away or hang.
 */

import { posix } from "node:path";
import * as l10n from "@vscode/l10n";
import * as v from "valibot";
import { ensureFolder, openFolder } from "../files/ensureFolder";

const NAME = "data-locations.json";
const FORMAT = 1;
/** The ones used last. */
const MOST = 200;
/** In bytes; a longer file is not read. */
const LONGEST = 1024 * 1024;

const schema = v.object({ format: v.literal(FORMAT), locations: v.array(v.string()) });

/** A run's data is where this user has never trained from; nothing has looked at the place. */
export class DataLocationError extends Error {
  override name = "DataLocationError";
}

/** @param run its id. @param location as its record has it */
export function unchosenLocation(run: string, location: string): DataLocationError {
  return new DataLocationError(
    l10n.t(
      "The run {0} was trained on data in {1}, where nothing has been trained from here before; that folder is not read unasked.",
      run,
      location,
    ),
  );
}

/**
 * Whether a run's location may be looked at without a question. Looks at nothing but the user's own list.
 * @param cacheFolder where the list is kept
 * @param location as `dataset.location` of a config; empty for the cache
 */
export function isChosenLocation(cacheFolder: string, location: string): boolean {
  if (location === "") return true;
  return !leavesDisk(location) && readLocations(cacheFolder).includes(location);
}

/** To be called with each location that the user names. What the disk refuses costs a question later. */
export function rememberLocation(cacheFolder: string, location: string): void {
  if (location === "") return;
  const locations = readLocations(cacheFolder);
  if (locations.at(-1) === location) return;
  const all = [...locations.filter((one) => one !== location), location].slice(-MOST);
  try {
    const content = `${JSON.stringify({ format: FORMAT, locations: all })}\n`;
    ensureFolder(cacheFolder, {}).folder.replace(NAME, content);
  } catch {
    // A folder that cannot be written.
  }
}

/** Another machine's share, which Windows logs in at, or what the system shows as files and is none. */
function leavesDisk(location: string): boolean {
  const path = posix.normalize(location.replaceAll("\\", "/"));
  return /^[\\/]{2}/.test(location) || /^\/(\?\?|dev|proc|sys)(\/|$)/.test(path);
}

function readLocations(cacheFolder: string): readonly string[] {
  try {
    const content = openFolder(cacheFolder).read(NAME, LONGEST).toString();
    return v.parse(schema, JSON.parse(content)).locations;
  } catch {
    return [];
  }
}
