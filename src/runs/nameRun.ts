import { basename, join } from "node:path";
import * as l10n from "@vscode/l10n";
import { cannotBeWritten } from "../files/diskTrouble";
import type { Folder } from "../files/Folder";
import { withLock } from "../files/lock";
import { withoutStop } from "../text/sentences";
import { encodeLabels, noLabels, type RunLabels } from "./labels";
import { readLabels } from "./labelsFile";
import { newName } from "./namePattern";
import type { RunConfig } from "./RunConfig";
import { newColourIndex } from "./runColours";
import { LABELS, RECORD } from "./runFiles";
import { openRunsFolder } from "./runsFolder";

/** The lock under which a name and a colour are chosen, so that two runs that begin together get different ones. */
const NAMES_LOCK = ".names.lock";

/** A run that was just made. */
interface NewRun {
  folder: string;
  files: Folder;
  config: RunConfig;
}

/**
 * Gives a new run a name that no other run of its runs folder has, and the colour that the fewest runs have. Archived
 * runs do not count for the colour.
 * @returns why the run stays without a name, in one sentence; undefined where it has one
 */
export async function nameRun(
  runsFolder: string,
  { folder, files, config }: NewRun,
  pattern: string,
): Promise<string | undefined> {
  try {
    const runs = openRunsFolder(runsFolder);
    // Reading the labels of 2,000 runs takes 0.5 s. The lock is not held for that time.
    const known = givenIn(runs);
    await withLock(runs, NAMES_LOCK, () => {
      const others = [...givenIn(runs, known)].flatMap(([id, labels]) =>
        id === basename(folder) ? [] : { id, labels },
      );
      const taken = new Set(others.flatMap(({ labels }) => labels.name ?? []));
      const name = newName(pattern, { config, now: new Date() }, taken);
      // Lists and charts leave archived runs out, so that a new run may look like one of them.
      const color = newColourIndex(others.filter(({ labels }) => !labels.archived));
      files.create(LABELS, encodeLabels({ ...noLabels, name, color }));
    });
    return undefined;
  } catch (error) {
    const problem = withoutStop(cannotBeWritten(join(folder, LABELS), error));
    return l10n.t("The run has no name: {0}.", problem);
  }
}

/** The names in the labels of the runs in a folder, by the id of the run. */
export function namesIn(runs: Folder): Map<string, string> {
  const names = new Map<string, string>();
  for (const [id, { name }] of givenIn(runs)) if (name !== null) names.set(id, name);
  return names;
}

/** The labels of other runs that decide the name and the colour of a new run. */
type Given = Pick<RunLabels, "name" | "color" | "archived">;

/**
 * The names and colours of the runs in a folder, by the id of the run.
 * @param known an earlier result. Runs that have a name there are not read again
 */
function givenIn(runs: Folder, known: ReadonlyMap<string, Given> = new Map()): Map<string, Given> {
  const given = new Map(known);
  for (const id of runs.names()) {
    if (id.startsWith(".") || known.get(id)?.name) continue;
    try {
      const files = runs.folder(id);
      const { name, color, archived } = readLabels(files).labels;
      if (name !== null || color !== null || files.look(RECORD)) given.set(id, { name, color, archived });
    } catch {
      // An entry that cannot be looked at is left out, such as one whose name is a path on this system.
    }
  }
  return given;
}
