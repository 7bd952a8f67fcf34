/** The trash of a runs folder: deleted runs are moved there, and back. */
import { join } from "node:path";
import * as l10n from "@vscode/l10n";
import { explainDiskTrouble } from "../files/diskTrouble";
import type { Folder } from "../files/Folder";
import { readLabels } from "../runs/labelsFile";
import { holdsRun } from "../runs/RunRecord";
import { checkRunFiles } from "../runs/runFiles";
import { openRunsFolder } from "../runs/runsFolder";
import { isAlive, isTrainerAlive } from "./isTrainerAlive";
import { RunHeldError } from "./RunHeldError";
import { RunLock } from "./RunLock";
import { readTrainerFile, removeTrainerFile } from "./trainerFile";

/** The folder of deleted runs in a runs folder. Lists of runs leave it out, as its name begins with a dot. */
export const TRASH = ".trash";

/** A deleted run. */
export interface TrashedRun {
  /** The name of its folder in the trash. */
  id: string;
  /** The name that its user gave it, else its id. */
  name: string;
}

/** A run is not moved or removed. The message is one sentence for the user. */
export class TrashError extends Error {
  override name = "TrashError";
}

/**
 * Moves a run into the trash, whether or not it can be opened. A link instead of its folder is not moved.
 * @returns its id there, which differs if the trash has a run of the same id
 * @throws RunHeldError while a process trains the run; TrashError
 */
export async function deleteRun(runsFolder: string, id: string): Promise<string> {
  const path = join(runsFolder, id);
  try {
    const runs = openRunsFolder(runsFolder);
    const run = runs.folder(id);
    run.check();
    const trash = runs.folder(TRASH);
    if (!trash.exists) runs.makeFolder(TRASH);
    trash.check();
    if (isRefused(run)) {
      const holder = readTrainerFile(run);
      if (holder && (await isAlive(run, holder, { observe: true }))) throw RunHeldError.by(holder, path);
      return moveTo(runs, id, trash);
    }
    // No process can begin to train the run while it is moved.
    const lock = await RunLock.take(run, { socket: null, stderr: null }, () => undefined);
    try {
      const there = moveTo(runs, id, trash);
      removeTrainerFile(trash.folder(there));
      return there;
    } finally {
      lock.release();
    }
  } catch (error) {
    if (error instanceof RunHeldError) throw error;
    throw trouble((reason) => l10n.t("The run in {0} cannot be deleted ({1}).", path, reason), error);
  }
}

/** Whether a run is not opened. No process begins to train it, so that it can be moved without its lock. */
function isRefused(run: Folder): boolean {
  try {
    checkRunFiles(run);
    return false;
  } catch {
    return true;
  }
}

/**
 * Moves a run out of the trash.
 * @returns its id in the runs folder, which differs if that has another run of the same id
 * @throws TrashError
 */
export function restoreRun(runsFolder: string, id: string): string {
  try {
    const runs = openRunsFolder(runsFolder);
    return moveTo(runs.folder(TRASH), id, runs);
  } catch (error) {
    throw trouble((reason) => l10n.t("The run {0} cannot be restored ({1}).", id, reason), error);
  }
}

/** The runs in the trash, the newest first. @throws TrashError */
export function trashedRuns(runsFolder: string): TrashedRun[] {
  try {
    const trash = openTrash(runsFolder);
    const ids = trash?.names().filter((id) => holdsRun(join(trash.path, id))) ?? [];
    return ids
      .sort()
      .reverse()
      .map((id) => ({ id, name: readLabels(trash!.folder(id)).labels.name ?? id }));
  } catch (error) {
    throw trouble((reason) => l10n.t("The trash of {0} cannot be read ({1}).", runsFolder, reason), error);
  }
}

/** Removes the runs in the trash for good. @returns those that are removed, and a sentence for each other one */
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
      const { reason } = explainDiskTrouble(error);
      problems.push(l10n.t("The run {0} cannot be removed ({1}).", run.id, reason));
    }
  }
  return { removed, problems };
}

/** Undefined where nothing has been deleted yet. */
function openTrash(runsFolder: string): Folder | undefined {
  const trash = openRunsFolder(runsFolder).folder(TRASH);
  if (!trash.exists) return undefined;
  trash.check();
  return trash;
}

/** Moves a folder under its name, or with a number where the name is taken. @returns the name */
function moveTo(from: Folder, id: string, to: Folder): string {
  for (let attempt = 1; ; attempt++) {
    const name = attempt === 1 ? id : `${id}_${attempt}`;
    if (from.moveFolder(id, to, name)) return name;
  }
}

function trouble(sentence: (reason: string) => string, error: unknown): TrashError {
  return new TrashError(sentence(explainDiskTrouble(error).reason));
}
