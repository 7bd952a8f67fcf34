import type { BigIntStats } from "node:fs";
import { basename, join } from "node:path";
import * as l10n from "@vscode/l10n";
import { explainDiskTrouble } from "../files/diskTrouble";
import type { Folder } from "../files/Folder";
import { localTime } from "./localTime";
import { hasFilesOfRun, runsFolderAround } from "./misplaced";
import type { RunConfig } from "./RunConfig";
import { FORMAT, type RunRecord } from "./RunRecord";
import { RunsFolderError } from "./RunStore";
import { LOG, RECORD } from "./runFiles";
import { ensureRunsFolder, TRASH } from "./runsFolder";

/**
 * Makes the folder of a new run, with `run.json` and an empty log. The folder's name is the local time of `now`. If the
 * name is taken, a number is added to it.
 * @returns the content of `run.json`, with the folder's path and the opened folder
 * @throws RunsFolderError if the runs folder cannot be made or written, or belongs to a run or is a trash
 */
export function createRun(
  runsFolder: string,
  config: RunConfig,
  now: Date,
  parent?: RunRecord["parent"],
): RunRecord & { folder: string; files: Folder } {
  const around = runsFolderAround(runsFolder, hasFilesOfRun);
  if (around !== undefined) throw RunsFolderError.ofRun(runsFolder, around);
  if (basename(runsFolder) === TRASH) throw RunsFolderError.ofTrash(runsFolder);
  try {
    const { folder: runs, isNew } = ensureRunsFolder(runsFolder, gitFiles);
    if (!isNew && holdsRunsAlone(runs)) addMissing(runs);
    const moment = localTime(now);
    const wanted = moment.replace(" ", "_").replaceAll(":", "-");
    for (let attempt = 1; ; attempt++) {
      const [id, name] =
        attempt === 1 ? [wanted, moment] : [`${wanted}_${attempt}`, `${moment} (${attempt})`];
      const created = now.toISOString();
      const record: RunRecord = { format: FORMAT, id, name, created, config, parent };
      const files = { [LOG]: "", [RECORD]: `${JSON.stringify(record, null, 2)}\n` };
      if (runs.makeFolderWith(id, files))
        return { ...record, folder: join(runsFolder, id), files: runs.folder(id) };
    }
  } catch (error) {
    const { reason, remedy } = explainDiskTrouble(error, [runsFolder], runsFolder);
    throw new RunsFolderError(
      remedy
        ? l10n.t(
            "The runs folder {0} cannot be written ({1}); {2}, or choose another folder for runs.",
            runsFolder,
            reason,
            remedy,
          )
        : l10n.t(
            "The runs folder {0} cannot be written ({1}); choose another folder for runs.",
            runsFolder,
            reason,
          ),
    );
  }
}

/**
 * Files for git in a runs folder. Git ignores the runs, which are large and belong to one machine. If a user commits
 * them nevertheless, git must not change line ends, since the lines of a log have checksums.
 */
export const gitFiles = { ".gitignore": "*\n", ".gitattributes": "* -text\n" };

/**
 * Whether the folder holds nothing but runs and dot files, and no `.git`. In any other folder, {@link gitFiles} would
 * hide the user's files from git.
 */
function holdsRunsAlone(folder: Folder): boolean {
  try {
    return folder.entries(folder.names()).every(isOfRuns(folder));
  } catch {
    // An entry cannot be looked at. The new run is made nevertheless, and the files for git are left out.
    return false;
  }
}

function isOfRuns(folder: Folder) {
  return ([name, stats]: [name: string, stats: BigIntStats]): boolean => {
    if (name === ".git") return false;
    return name.startsWith(".") || (stats.isDirectory() && folder.folder(name).look(RECORD) !== undefined);
  };
}

function addMissing(folder: Folder): void {
  for (const [name, content] of Object.entries(gitFiles))
    if (!folder.look(name)) folder.create(name, content);
}
