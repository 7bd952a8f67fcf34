/** Finds the run that an argument names. */
import { basename, dirname, isAbsolute, join, resolve } from "node:path";
import * as l10n from "@vscode/l10n";
import { isBrokenLink } from "../files/ensureFolder";
import type { Folder } from "../files/Folder";
import { misnamedPart } from "../files/misnamedPart";
import { isAbsence } from "../files/readTrouble";
import { UnsafeFileError } from "../files/UnsafeFileError";
import { trashedRuns } from "../liveness/trash";
import { shellText, wordsAboutRun } from "../runs/commandLine";
import { type LabelsFailure, readLabels } from "../runs/labelsFile";
import { namesIn } from "../runs/nameRun";
import { holdsRun } from "../runs/RunRecord";
import { RunsFolderError } from "../runs/RunStore";
import { LABELS, misnamedRun, RECORD, whyRefused } from "../runs/runFiles";
import { openRun, openRunsFolder, runExists, TRASH } from "../runs/runsFolder";
import { allOf } from "../text/lists";
import { excerpt, pathExcerpt } from "../text/quotation";
import { composed } from "../text/sameText";
import { advised } from "../text/sentences";
import { named, UsageError } from "./options";

/**
 * Finds a run.
 * @param written what the user wrote: the run's folder or, for a run in the runs folder, its id, its name or the
 * beginning of the time in its id
 * @param runs path of the runs folder
 * @returns the run's folder
 * @throws UsageError if `written` fits no run or several runs, if a variable in it cannot be expanded, or if the path
 * of the run has a link that is not followed or a name that is no valid UTF-8
 * @throws RunsFolderError if the runs folder cannot be read
 * @throws Error if `written` leads to something that exists but cannot be read; the message is one sentence
 */
export function findRun(written: string, runs: string): string {
  const given = expandRun(written, runs);
  const places = [...new Set([resolve(given), resolve(runs, given)])];
  const place = places.find(holdsRun);
  if (place) return place;
  const { folder, ids = [] } = readIfThere(runs);
  const wanted = composed(given);
  const named = [...(folder ? namesIn(folder) : [])].flatMap(([id, name]) => (name === wanted ? [id] : []));
  const byName = oneOf(given, named);
  if (byName !== undefined) return join(runs, byName);
  const link = places.map(linkAt).find((path) => path !== undefined);
  if (link)
    throw new UsageError(
      isBrokenLink(link)
        ? l10n.t("{0} is a link that leads nowhere; remove it, or connect the disk that it leads to.", link)
        : l10n.t("{0} is a link, which is not followed; give the folder that it leads to.", link),
    );
  const misnamed = places.map(misnamedPart).find((path) => path !== undefined);
  if (misnamed !== undefined) throw new UsageError(misnamedRun(misnamed));
  for (const path of places) checkReadable(path);
  const begun = ids.filter((id) => isBeginning(wanted, composed(id)) && holdsRun(join(runs, id)));
  const byBeginning = oneOf(given, begun.sort());
  if (byBeginning !== undefined) return join(runs, byBeginning);
  const [within, around] =
    places.map((path) => [path, runAround(path)] as const).find(([, run]) => run) ?? [];
  if (within && around)
    throw new UsageError(
      l10n.t("{0} belongs to the run in {1}; give that folder.", pathExcerpt(within), pathExcerpt(around)),
    );
  const trashed = idInTrash(wanted, runs);
  if (trashed !== undefined) throw inTrash(excerpt(given), trashed, runs);
  const [first = "", second] = places.map(pathExcerpt);
  const nameless = folder && !isAbsolute(given) ? ids.find((id) => nameFailure(folder, id)) : undefined;
  if (folder && nameless !== undefined) {
    const { what, remedy } = nameFailure(folder, nameless)!;
    const labels = join(runs, nameless, LABELS);
    const unknown =
      second === undefined
        ? l10n.t("There is no run in {0}, and another run may have that name: {1} {2}.", first, labels, what)
        : l10n.t(
            "There is no run in {0} and none in {1}, and another run may have that name: {2} {3}.",
            first,
            second,
            labels,
            what,
          );
    throw new UsageError(advised(unknown, remedy));
  }
  throw new UsageError(
    second === undefined
      ? l10n.t(
          "There is no run in {0}; give a run's folder, or its id or name as the command runs lists them.",
          first,
        )
      : l10n.t(
          "There is no run in {0} and none in {1}; give a run's folder, or its id or name as the command runs lists them.",
          first,
          second,
        ),
  );
}

/**
 * Finds a run whose files a command changes. A run in the trash is refused: emptying the trash would remove the changes
 * with the run.
 * @throws UsageError if the run is in the trash; what {@link findRun} throws
 */
export function findRunToChange(written: string, runs: string): string {
  const run = findRun(written, runs);
  const folder = dirname(openRun(run).path);
  if (basename(folder) !== TRASH) return run;
  throw inTrash(run, basename(run), dirname(folder));
}

function inTrash(given: string, id: string, runs: string): UsageError {
  const words = wordsAboutRun("restore", id, runs);
  return new UsageError(l10n.t("{0} is in the trash; {1} brings it back.", given, shellText(words)));
}

/** The id of the newest run in the trash that has a name or an id. Undefined also if the trash cannot be read. */
function idInTrash(wanted: string, runs: string): string | undefined {
  try {
    return trashedRuns(runs).find(({ id, name }) => name === wanted || composed(id) === wanted)?.id;
  } catch {
    return undefined;
  }
}

/**
 * The path, id or name of the run in an argument, with its variables expanded as by {@link named}.
 * @throws UsageError if a variable cannot be expanded
 */
export function expandRun(given: string, runs: string): string {
  return named(given, (run) => isCalled(run, runs));
}

/** Whether a run in the runs folder has this id or name. False if the runs folder cannot be read. */
function isCalled(given: string, runs: string): boolean {
  try {
    const { folder, ids = [] } = readIfThere(runs);
    if (!folder) return false;
    return ids.includes(given) || [...namesIn(folder).values()].includes(composed(given));
  } catch {
    return false;
  }
}

/**
 * Returns the id that matches; undefined if none does.
 * @param given what the user wrote, for the error message
 * @param ids all ids that match
 * @throws UsageError if several ids match
 */
export function oneOf(given: string, ids: readonly string[] = []): string | undefined {
  if (ids.length <= 1) return ids[0];
  const most = 5;
  const shown = ids.slice(0, most);
  const listed = ids.length > most ? l10n.t("{0} and others", shown.join(", ")) : allOf(shown);
  throw new UsageError(l10n.t("{0} names several runs: {1}; give the id of one.", excerpt(given), listed));
}

/**
 * The reason why the name of a run cannot be read; undefined if it can be read, or if the entry `id` of the runs folder
 * is certainly not a run.
 */
function nameFailure(runs: Folder, id: string): LabelsFailure | undefined {
  const { failure } = readLabels(runs.folder(id));
  return failure?.isDenied || holdsRun(join(runs.path, id)) ? failure : undefined;
}

/** The time with which the id of a run begins, unless a user has renamed the run's folder. */
const timeOfId = /^\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d/;

/**
 * Whether a text is the beginning of the time in a run's id, and not the whole time. A text that may be a whole id does
 * not count: a user who writes `exp-1` or `2026-01-31_12-00-00_2` does not mean `exp-10` or `2026-01-31_12-00-00_20`,
 * also if the first of them was deleted a moment ago.
 */
export function isBeginning(given: string, id: string): boolean {
  const [time = ""] = timeOfId.exec(id) ?? [];
  return given !== "" && given.length < time.length && time.startsWith(given);
}

/**
 * The runs folder and the names of its entries that may be runs; an empty object if the folder does not exist or is a
 * link.
 * @throws RunsFolderError if the folder cannot be read
 */
function readIfThere(runs: string): { folder?: Folder; ids?: string[] } {
  try {
    const folder = openRunsFolder(runs);
    return { folder, ids: folder.names().filter((name) => !name.startsWith(".")) };
  } catch (error) {
    // `findRun` then reports that there is a link, or that the run is not found.
    if (error instanceof UnsafeFileError || isAbsence(error)) return {};
    throw RunsFolderError.unread(runs, error);
  }
}

/**
 * The folder of the run that a path leads into, such as to a file of the run or to one of its checkpoints. Undefined if
 * nothing exists at the path, or if it is not within a run's folder.
 */
function runAround(path: string): string | undefined {
  const folder = dirname(path);
  if (!runExists(path)) return undefined;
  return [folder, dirname(folder)].find(holdsRun);
}

/**
 * If something exists at a path, checks that this process may access it.
 * @throws Error if the access is refused; the message is one sentence
 */
function checkReadable(path: string): void {
  try {
    const folder = openRun(path);
    if (folder.exists) folder.look(RECORD);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined || ["ENOENT", "ENOTDIR", "ENAMETOOLONG"].includes(code)) return;
    throw new Error(whyRefused(path, error));
  }
}

/**
 * If a run's folder, or the default runs folder that contains it, is a symbolic link, the path of the link; else
 * undefined.
 */
function linkAt(path: string): string | undefined {
  try {
    return openRunsFolder(dirname(path)).look(basename(path))?.isSymbolicLink() ? path : undefined;
  } catch (error) {
    return error instanceof UnsafeFileError && error.link === "symbolic" ? error.file : undefined;
  }
}
