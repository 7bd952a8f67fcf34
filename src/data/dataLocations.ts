/**
 * The list of the data folders that this user has named for a training. A run may be of unknown origin, so that its
 * configuration does not show which folder this user chose. Access to a path can connect to another machine, or block.
 * A folder that only a run names is therefore not accessed unless the user agrees.
 */

import { posix } from "node:path";
import * as l10n from "@vscode/l10n";
import * as v from "valibot";
import { ensureFolder, openFolder } from "../files/ensureFolder";
import { withLock } from "../files/lock";

const NAME = "data-locations.json";
const FORMAT = 1;
/** Largest number of folders in the list. The list keeps the folders that were used last. */
const MOST = 200;
/** Largest size (bytes) of a list that is read. */
const LONGEST = 1024 * 1024;

const schema = v.object({ format: v.literal(FORMAT), locations: v.array(v.string()) });

/** A run's data is in a folder that this user never chose. The folder has not been accessed. */
export class DataLocationError extends Error {
  override name = "DataLocationError";
}

/** The error of a run whose data folder the user never chose. @param run the run's id. @param location the folder */
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
 * Whether a run's data folder may be accessed without a question to the user. False for a network share and a device.
 * Reads only the list, and accesses no data folder.
 * @param cacheFolder folder of the list
 * @param location as `dataset.location` of a config; empty for the cache
 */
export function isChosenLocation(cacheFolder: string, location: string): boolean {
  if (location === "") return true;
  return !leavesDisk(location) && readLocations(cacheFolder).includes(location);
}

/**
 * Adds a location that the user named to the list, or moves it to the list's end. Does nothing for the cache (an empty
 * location) and where the list cannot be written. Additions of several processes are made one after another.
 */
export async function rememberLocation(cacheFolder: string, location: string): Promise<void> {
  if (location === "" || readLocations(cacheFolder).at(-1) === location) return;
  try {
    const { folder } = ensureFolder(cacheFolder, {});
    await withLock(folder, `${NAME}.lock`, () => {
      const others = readLocations(cacheFolder).filter((one) => one !== location);
      const locations = [...others, location].slice(-MOST);
      folder.replace(NAME, `${JSON.stringify({ format: FORMAT, locations })}\n`);
    });
  } catch {
    // The list cannot be written, for example in a folder that is not writable.
  }
}

/** Whether a location is a device or a network share. For a network share, Windows would log in to another machine. */
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
