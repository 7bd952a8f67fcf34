import { basename, join } from "node:path";
import * as l10n from "@vscode/l10n";
import { cannotBeWritten } from "../files/diskTrouble";
import type { Folder } from "../files/Folder";
import { checkLock, withLock } from "../files/lock";
import { UnsafeFileError, UnsafeLockError } from "../files/UnsafeFileError";
import { composed } from "../text/sameText";
import { withoutStop } from "../text/sentences";
import { encodeLabels, noLabels, type RunLabels, takenIn } from "./labels";
import { readLabels } from "./labelsFile";
import { newName } from "./namePattern";
import type { RunConfig } from "./RunConfig";
import { isRunFolder } from "./remains";
import { newColourIndex } from "./runColours";
import { LABELS } from "./runFiles";
import { openRunsFolder } from "./runsFolder";
import { labelsVersion } from "./statVersions";

/**
 * The lock under which the name and the colour of a new run are chosen. Without it, two runs that are made at the same
 * time could get the same name.
 */
export const NAMES_LOCK = ".names.lock";

/** A run that was just made. */
interface NewRun {
  folder: string;
  files: Folder;
  config: RunConfig;
}

/**
 * Gives a new run a name that no other run of the runs folder has, and the colour that the fewest runs have. Archived
 * runs do not count for the colour.
 * @returns one sentence that states why the run has no name; undefined if it has one
 */
export async function nameRun(
  runsFolder: string,
  { folder, files, config }: NewRun,
  pattern: string,
): Promise<string | undefined> {
  try {
    await holdingNames(openRunsFolder(runsFolder), (given) => {
      const id = basename(folder);
      const others = [...given].flatMap(([other, labels]) => (other === id ? [] : { id: other, labels }));
      const taken = new Set(takenIn(given, id).keys());
      const name = newName(composed(pattern), { config, now: new Date() }, taken);
      // Lists and charts leave archived runs out, so that a new run may have the colour of an archived run.
      const color = newColourIndex(others.filter(({ labels }) => !labels.archived));
      try {
        files.create(LABELS, encodeLabels({ ...noLabels, name, color }));
      } catch (error) {
        throw new Error(cannotBeWritten(join(folder, LABELS), error));
      }
    });
    return undefined;
  } catch (error) {
    const reason = withoutStop((error as Error).message);
    return l10n.t("The run has no name: {0}. Rename the run to give it one.", reason);
  }
}

/**
 * Checks that nothing but a lock file is in the place of the lock of the names. Does nothing if the runs folder cannot
 * be opened, since `createRun` makes a missing folder and reports any other problem of the folder.
 * @throws Error with a one-sentence message
 */
export function checkNamesLock(runsFolder: string): void {
  try {
    checkLock(openRunsFolder(runsFolder), NAMES_LOCK);
  } catch (error) {
    if (error instanceof UnsafeLockError)
      throw new Error(cannotBeWritten(join(runsFolder, NAMES_LOCK), error));
  }
}

/** The names of the runs in a runs folder, by the id of the run. Runs without a name are left out. */
export function namesIn(runs: Folder): Map<string, string> {
  const names = new Map<string, string>();
  for (const [id, { name }] of givenIn(runs)) if (name !== null) names.set(id, name);
  return names;
}

/**
 * Calls `use` while no other process can give a run of the folder a name.
 * @param use called with what the labels of the runs hold, by the id of the run
 * @throws Error with a one-sentence message if the lock of the names cannot be used; what `use` throws
 */
export async function holdingNames<T>(
  runs: Folder,
  use: (given: ReadonlyMap<string, Given>) => T | Promise<T>,
): Promise<T> {
  // Reading the labels of 2,000 runs takes 0.5 s. All labels are read before the lock is taken. Under the lock, only
  // labels that have changed since are read.
  const known = givenIn(runs);
  try {
    return await withLock(runs, NAMES_LOCK, () => use(givenIn(runs, known)));
  } catch (error) {
    const isOfSystem =
      (error as NodeJS.ErrnoException).code !== undefined || error instanceof UnsafeFileError;
    throw isOfSystem ? new Error(cannotBeWritten(join(runs.path, NAMES_LOCK), error)) : error;
  }
}

/** The labels of an existing run that matter when the name and the colour of a new run are chosen. */
interface Given extends Pick<RunLabels, "name" | "color" | "archived"> {
  /** The version of `labels.json`; see {@link labelsVersion}. */
  version: string;
}

/**
 * What the labels of the runs in a runs folder hold, by the id of the run.
 * @param known an earlier result of this function. A `labels.json` that has not changed since then is not read again
 */
function givenIn(runs: Folder, known: ReadonlyMap<string, Given> = new Map()): Map<string, Given> {
  const given = new Map<string, Given>();
  for (const id of runs.names()) {
    if (id.startsWith(".")) continue;
    try {
      const version = labelsVersion(join(runs.path, id));
      const before = known.get(id);
      if (before?.version === version) {
        given.set(id, before);
        continue;
      }
      const files = runs.folder(id);
      const { name, color, archived } = readLabels(files).labels;
      if (name !== null || color !== null || isRunFolder(files))
        given.set(id, { name, color, archived, version });
    } catch {
      // An entry that cannot be looked at is left out, for example if this system would take its name for a path.
    }
  }
  return given;
}
