import { join } from "node:path";
import * as l10n from "@vscode/l10n";
import { cannotBeWritten } from "../files/diskTrouble";
import type { Folder } from "../files/Folder";
import { withLock } from "../files/lock";
import { withoutStop } from "../text/sentences";
import { encodeLabels, noLabels } from "./labels";
import { readLabels } from "./labelsFile";
import { newName } from "./namePattern";
import type { RunConfig } from "./RunConfig";
import { LABELS } from "./runFiles";
import { openRunsFolder } from "./runsFolder";

/** Held while a name is chosen, so that two runs that begin together get different ones. */
const NAMES_LOCK = ".names.lock";

/** A run that was just made. */
interface NewRun {
  folder: string;
  files: Folder;
  config: RunConfig;
}

/**
 * Gives a new run a name that no other run of its runs folder has.
 * @returns one sentence where the run stays without a name; else undefined
 */
export async function nameRun(
  runsFolder: string,
  { folder, files, config }: NewRun,
  pattern: string,
): Promise<string | undefined> {
  try {
    const runs = openRunsFolder(runsFolder);
    // 2,000 names take half a second, for which the lock is not held.
    const known = namesIn(runs);
    await withLock(runs, NAMES_LOCK, () => {
      const taken = new Set(namesIn(runs, known).values());
      const name = newName(pattern, { config, now: new Date() }, taken);
      files.create(LABELS, encodeLabels({ ...noLabels, name }));
    });
    return undefined;
  } catch (error) {
    const problem = withoutStop(cannotBeWritten(join(folder, LABELS), error));
    return l10n.t("The run has no name: {0}.", problem);
  }
}

/**
 * The names that users and this product gave the runs in a folder, by the run's id. Reads `labels.json` only.
 * @param known the names of runs that are not read again
 */
export function namesIn(runs: Folder, known: ReadonlyMap<string, string> = new Map()): Map<string, string> {
  const names = new Map(known);
  for (const id of runs.names()) {
    if (id.startsWith(".") || known.has(id)) continue;
    try {
      const { name } = readLabels(runs.folder(id)).labels;
      if (name !== null) names.set(id, name);
    } catch {
      // An entry whose name is a path on this system is no run.
    }
  }
  return names;
}
