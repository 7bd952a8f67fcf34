/** The trash of a runs folder. A deleted run is moved there, and a restored run is moved back. */
import { join } from "node:path";
import * as l10n from "@vscode/l10n";
import { explainDiskTrouble } from "../files/diskTrouble";
import { ensureFolderIn } from "../files/ensureFolder";
import type { Folder } from "../files/Folder";
import { remedyOfUnreadable } from "../files/openFile";
import { isAbsence } from "../files/readTrouble";
import { renameIfTaken } from "../runs/labelChanges";
import { readLabels } from "../runs/labelsFile";
import { isRunFolder } from "../runs/remains";
import { checkRunFiles, isOfRun, LABELS_LOCK, LOG, RECORD, TRAINER_LOCK } from "../runs/runFiles";
import { openRunsFolder, TRASH } from "../runs/runsFolder";
import { advised } from "../text/sentences";
import { changeTrainerFile } from "./changeTrainerFile";
import { isHolderAlive, isTrainerAlive } from "./isTrainerAlive";
import { RunHeldError } from "./RunHeldError";
import { readTrainerFile, type TrainerFile } from "./trainerFile";
import { recordUnwatchedDeath } from "./unwatchedDeath";

/** A deleted run. */
export interface TrashedRun {
  /** The name of the run's folder in the trash. */
  id: string;
  /** The run's name, else its id. */
  name: string;
}

/** A run was not moved, or the trash cannot be read. The message is one sentence for the user. */
export class TrashError extends Error {
  override name = "TrashError";
}

/**
 * Moves a run into the trash, even one that cannot be opened. A link in the place of the run's folder is not moved.
 * @returns the run's id in the trash; if the trash has that id already, the id with a number added, which no listed run
 * has
 * @throws RunHeldError while a process trains the run; TrashError
 */
export async function deleteRun(runsFolder: string, id: string): Promise<string> {
  const path = join(runsFolder, id);
  try {
    const runs = openRunsFolder(runsFolder);
    const run = runs.folder(id);
    run.check();
    const trash = ensureFolderIn(runs, TRASH, {}).folder;
    const move = () => moveTo(runs, id, trash);
    for (;;) {
      const holder = readTrainerFile(run);
      if (await isHolderAlive(run, holder)) throw RunHeldError.by(holder, path);
      if (isRefused(run)) return move();
      if (holder) await recordUnwatchedDeath(run);
      // Under this lock, no process begins to train the run while it is moved.
      const moved = await changeTrainerFile(run, () => (isHeldBy(run, holder) ? move() : undefined));
      if (moved === undefined) continue;
      // Lock files were moved with the folder. A process removes its lock file only at the old path.
      for (const lock of [TRAINER_LOCK, LABELS_LOCK]) removeLock(trash.folder(moved), lock);
      return moved;
    }
  } catch (error) {
    if (error instanceof RunHeldError) throw error;
    const { reason, remedy } = explainDiskTrouble(error, [runsFolder, join(runsFolder, TRASH), path], path);
    throw trouble(l10n.t("The run in {0} cannot be deleted ({1}).", path, reason), remedy, error);
  }
}

/** Removes a lock file. A folder of that name is kept, since it is no lock. */
function removeLock(run: Folder, name: string): void {
  if (!run.look(name)?.isDirectory()) run.remove(name);
}

/** True if the run's `trainer.json` names `holder` or no trainer. */
function isHeldBy(run: Folder, holder: TrainerFile | undefined): boolean {
  const named = readTrainerFile(run);
  return named === undefined || named.token === holder?.token;
}

/** True if a file of a run is refused, such as a link. No process trains such a run, so it is moved without a lock. */
function isRefused(run: Folder): boolean {
  try {
    checkRunFiles(run);
    return false;
  } catch {
    return true;
  }
}

/**
 * Moves a run out of the trash. Adds a number to the run's name if another run has got the same name meanwhile.
 * @returns the run's id in the runs folder; if that folder has the id already, the id with a number added, which no
 * run in the trash has
 * @throws TrashError
 */
export async function restoreRun(runsFolder: string, id: string): Promise<string> {
  try {
    const runs = openRunsFolder(runsFolder);
    const trash = runs.folder(TRASH);
    const run = trash.folder(id);
    if (!isRunFolder(run)) throw new Error(l10n.t("{0} and {1} are missing there", RECORD, LOG));
    const restored = moveTo(trash, id, runs);
    // If the name cannot be changed, the run is restored with the name that another run has.
    await renameIfTaken(join(runsFolder, restored)).catch(() => undefined);
    return restored;
  } catch (error) {
    const { reason, remedy } = explainDiskTrouble(error, [join(runsFolder, TRASH), runsFolder]);
    throw trouble(l10n.t("The run {0} cannot be restored ({1}).", id, reason), remedy, error);
  }
}

/** The runs in the trash, also those that cannot be read, in descending order of their ids. @throws TrashError */
export function trashedRuns(runsFolder: string): TrashedRun[] {
  try {
    const trash = openTrash(runsFolder);
    const ids = trash?.names().filter((id) => isRun(trash, id)) ?? [];
    return ids
      .sort()
      .reverse()
      .map((id) => ({ id, name: readLabels(trash!.folder(id)).labels.name ?? id }));
  } catch (error) {
    const { reason } = explainDiskTrouble(error);
    const sentence = l10n.t("The trash of {0} cannot be read ({1}).", runsFolder, reason);
    throw new TrashError(advised(sentence, remedyOfUnreadable(error)));
  }
}

/**
 * Whether an entry of the trash is a run or the rest of one whose removal was interrupted. A folder that cannot be read
 * counts as a run.
 */
function isRun(trash: Folder, id: string): boolean {
  if (id.startsWith(".") || !trash.look(id)?.isDirectory()) return false;
  try {
    const names = trash.folder(id).names();
    return names.length === 0 || names.some(isOfRun);
  } catch {
    return true;
  }
}

/**
 * Removes the runs in the trash for good.
 * @returns the removed runs, and a sentence for each run that could not be removed
 * @throws TrashError
 */
export async function emptyTrash(runsFolder: string): Promise<{ removed: TrashedRun[]; problems: string[] }> {
  const removed: TrashedRun[] = [];
  const problems: string[] = [];
  for (const run of trashedRuns(runsFolder)) {
    try {
      const trash = openTrash(runsFolder)!;
      if (await isTrainerAlive(trash.folder(run.id))) throw new Error(l10n.t("a process trains it"));
      trash.removeFolder(run.id);
      removed.push(run);
    } catch (error) {
      const { reason, remedy } = explainDiskTrouble(error, [join(runsFolder, TRASH)]);
      problems.push(advised(l10n.t("The run {0} cannot be removed ({1}).", run.id, reason), remedy));
    }
  }
  return { removed, problems };
}

/**
 * A sentence about the entries of a trash in which the caller found no run. {@link emptyTrash} keeps these entries.
 * Undefined if the trash is empty or missing.
 */
export function strangersInTrash(runsFolder: string): string | undefined {
  const trash = openTrash(runsFolder);
  return trash && trash.names().length > 0
    ? l10n.t("The trash {0} holds no run; its other entries are left there.", trash.path)
    : undefined;
}

/** The trash; undefined where the runs folder has none. */
function openTrash(runsFolder: string): Folder | undefined {
  const trash = openRunsFolder(runsFolder).folder(TRASH);
  if (!trash.exists) return undefined;
  trash.check();
  return trash;
}

/**
 * Moves the folder `id` from one folder to another, with a number added to its name if the name is taken there. A name
 * that another entry of `from` has is not given either, so that this entry keeps its name if it is moved later.
 * @returns the name in the folder `to`
 */
function moveTo(from: Folder, id: string, to: Folder): string {
  if (from.moveFolder(id, to, id)) return id;
  for (let number = 2; ; number++) {
    const name = `${id}_${number}`;
    if (!from.look(name) && from.moveFolder(id, to, name)) return name;
  }
}

function trouble(sentence: string, remedy: string | undefined, error: unknown): TrashError {
  // The advice about a missing folder is left out. It does not help, since the run is gone.
  return new TrashError(advised(sentence, isAbsence(error) ? undefined : remedy));
}
