/** Performs the commands that list, label, delete, compare and export runs or print marks of images. */
import { basename, dirname, join, resolve } from "node:path";
import * as l10n from "@vscode/l10n";
import { imageSets } from "../datasets/datasets";
import { kindOfPlace } from "../files/placeKind";
import { isAbsence } from "../files/readTrouble";
import { writeOutput } from "../files/writeOutput";
import {
  deleteRun,
  emptyTrash,
  restoreRun,
  strangersInTrash,
  type TrashedRun,
  trashedRuns,
} from "../liveness/trash";
import { shellText, wordsAboutRun } from "../runs/commandLine";
import { seriesFile, tableFile } from "../runs/exportFiles";
import { inJson } from "../runs/inert";
import { renameRun, withTags } from "../runs/labelChanges";
import type { RunLabels } from "../runs/labels";
import { changeLabels, readRunName } from "../runs/labelsFile";
import { type Marks, marksCsv } from "../runs/marks";
import { readMarks } from "../runs/marksFile";
import { namesIn } from "../runs/nameRun";
import { RunStore, type RunSummary, RunsFolderError } from "../runs/RunStore";
import { refusalOf } from "../runs/runFiles";
import { openRun, openRunsFolder, TRASH } from "../runs/runsFolder";
import type { SummaryStore } from "../runs/SummaryCache";
import { sortRuns } from "../runs/sorting";
import { whyNotWritten } from "../runs/whyNotWritten";
import { excerpt } from "../text/quotation";
import { composed } from "../text/sameText";
import { comparison } from "./compareRuns";
import { endBySignal } from "./endBySignal";
import { findRun, findRunToChange, isBeginning, oneOf } from "./findRun";
import { listRuns, runsAreIn } from "./listRuns";
import type { ManageCommand } from "./manageArguments";
import { asText, type Output } from "./Output";
import { named, UsageError } from "./options";
import { problemSentences } from "./problemSentences";
import { doubtfulAmong, isListed, readRuns, type Selection, upToDate } from "./readRuns";

export interface ManageOptions {
  /** The absolute path of the runs folder. */
  runs: string;
  /** Whether the user gave `--runs`. */
  isNamed: boolean;
  /** Where the summaries of runs are stored, so that an unchanged log is not read again. */
  summaries: SummaryStore;
  json: boolean;
  out: Output;
  errors: Output;
}

/**
 * Performs a command.
 * @returns whether all of the work is done; if not, messages on `errors` say what is missing
 * @throws UsageError if the arguments do not fit the runs; nothing is changed then
 * @throws RunsFolderError if the runs folder cannot be read
 * @throws Error for other failures
 */
export async function manageRuns(command: ManageCommand, options: ManageOptions): Promise<boolean> {
  const { runs: folder, json, out, errors } = options;
  const print = (lines: readonly string[]) => (json ? out.write(asText(lines)) : out.lines(lines));
  switch (command.command) {
    case "runs":
      await listRuns(storeOf(options), { ...command, json }, print, (line) => errors.line(line));
      return true;
    case "compare": {
      const folders = found(command.runs, folder);
      if (folders.length < 2) throw new UsageError(l10n.t("Name two or more different runs to compare."));
      const runs = await summaries(folders);
      for (const sentence of problemSentences(runs)) errors.sentence(sentence);
      print(comparison(runs, json));
      return true;
    }
    case "marks":
      printMarks(readMarks(folder, command.dataset), options);
      return true;
    case "export":
      return write(command, options);
    case "rename":
      return label([command.run], options, (run) => renameRun(run, command.name));
    case "note":
      return label(
        [command.run],
        options,
        changing((labels) => ({ ...labels, note: command.note })),
      );
    case "tag": {
      const { add, remove } = command;
      const missing = new Set(remove.map(composed));
      const isDone = await label(
        command.runs,
        options,
        changing((labels) => {
          for (const tag of labels.tags) missing.delete(tag);
          return withTags(labels, add, remove);
        }),
      );
      // If the labels of a run could not be changed, the tags of this run may be unknown.
      if (isDone)
        for (const tag of missing)
          errors.sentence(
            l10n.t("No run of the command had the tag {0}; the command runs lists the tags.", tag),
          );
      return isDone;
    }
    case "star":
    case "unstar":
      return label(command.runs, options, setting({ starred: command.command === "star" }));
    case "archive":
    case "unarchive":
      return label(command.runs, options, setting({ archived: command.command === "archive" }));
    case "delete":
      return remove(command.runs, options);
    case "restore":
      return restore(command.runs, options);
    case "empty-trash":
      return empty(options);
    default:
      return command satisfies never;
  }
}

/**
 * The folders of the named runs, each once, in the order of the arguments.
 * @throws what `find` throws for the first run that it refuses
 */
function found(given: readonly string[], folder: string, find = findRun): string[] {
  return [...new Set(given.map((run) => find(run, folder)))];
}

const changing = (change: (labels: RunLabels) => RunLabels) => (run: string) => changeLabels(run, change);
const setting = (labels: Partial<RunLabels>) => changing((now) => ({ ...now, ...labels }));

/** Prints the marks of a data set's images as CSV, or with `json` a line of JSON for each marked image. */
function printMarks(marks: Marks, { json, out }: ManageOptions): void {
  if (!json) for (const line of marksCsv(marks)) out.write(line);
  else
    for (const set of imageSets)
      for (const [index, mark] of Object.entries(marks[set]))
        out.write(`${JSON.stringify({ set, index: Number(index), mark })}\n`);
}

/** Changes the labels of runs, and prints each run's new labels. */
function label(
  given: readonly string[],
  options: ManageOptions,
  change: (run: string) => Promise<RunLabels>,
): Promise<boolean> {
  return forEach(found(given, options.runs, findRunToChange), options, async (run) => {
    const labels = await change(run);
    const name = labels.name ?? (await readRunName(run));
    const { tags, note, starred, archived } = labels;
    const said = [
      ...(starred ? [l10n.t("starred")] : []),
      ...(archived ? [l10n.t("archived")] : []),
      ...(tags.length > 0 ? [l10n.t("tags: {0}", tags.join(", "))] : []),
      ...(note ? [l10n.t("note: {0}", note.replaceAll(/\s+/g, " "))] : []),
    ];
    return {
      line: [basename(run), name, ...said].join("  "),
      json: { id: basename(run), name, tags, note, starred, archived },
    };
  });
}

function remove(given: readonly string[], options: ManageOptions): Promise<boolean> {
  const runs = found(given, options.runs, findRunToChange);
  const elsewhere = runs.find((run) => !isIn(run, options.runs));
  if (elsewhere !== undefined)
    throw new UsageError(
      l10n.t("{0} is not in the runs folder {1}; name its folder with --runs.", elsewhere, options.runs),
    );
  const names = namesIn(openRunsFolder(options.runs));
  return forEach(runs, options, async (run) => {
    const name = await readRunName(run);
    const id = await deleteRun(options.runs, basename(run));
    names.delete(basename(run));
    // A copy of the run's folder, for example, has the same name and is still listed.
    const shown = [...names.values()].includes(name) ? basename(run) : name;
    const words = wordsAboutRun("restore", id, options.isNamed ? options.runs : undefined);
    return {
      line: l10n.t("{0} is in the trash; {1} brings it back.", shown, shellText(words)),
      json: { id, name, deleted: true },
    };
  });
}

/**
 * Whether a run is in a runs folder. The path of the runs folder may be that of a link. False if the runs folder does
 * not exist.
 * @throws RunsFolderError if the runs folder cannot be read
 */
function isIn(run: string, runs: string): boolean {
  try {
    return dirname(openRun(run).path) === openRunsFolder(runs).path;
  } catch (error) {
    if (isAbsence(error)) return false;
    throw RunsFolderError.unread(runs, error);
  }
}

function restore(given: readonly string[], options: ManageOptions): Promise<boolean> {
  const trashed = trashedRuns(options.runs);
  const ids = given.map((written) => findTrashed(written, trashed, options.runs));
  return forEach([...new Set(ids)], options, async (id) => {
    const restored = await restoreRun(options.runs, id);
    const name = await readRunName(resolve(options.runs, restored));
    return {
      line: l10n.t("{0} is restored: {1}", name, restored),
      json: { id: restored, name, restored: true },
    };
  });
}

/**
 * The id of the run in the trash that the user means by its folder, its id, its name or the beginning of the time in
 * its id.
 * @throws UsageError if `written` fits no run or several runs
 */
function findTrashed(written: string, trashed: readonly TrashedRun[], runs: string): string {
  const isCalled = (run: string) => trashed.some(({ id, name }) => id === run || name === composed(run));
  const run = composed(named(written, isCalled));
  const trash = join(runs, TRASH);
  const places = [resolve(run), resolve(trash, run)].map(placeOf);
  const found = [
    trashed.filter(({ id }) => composed(id) === run),
    trashed.filter(({ id }) => places.includes(placeOf(join(trash, id)))),
    trashed.filter(({ name }) => name === run),
    trashed.filter(({ id }) => isBeginning(run, composed(id))),
  ].find((some) => some.length > 0);
  const id = oneOf(
    run,
    found?.map((one) => one.id),
  );
  if (id !== undefined) return id;
  throw new UsageError(l10n.t("There is no run {0} in the trash of {1}.", excerpt(run), runs));
}

/** The path of a run's folder with the links before its last part resolved; the path as it is if that fails. */
function placeOf(run: string): string {
  try {
    return openRun(run).path;
  } catch {
    return run;
  }
}

async function empty({ runs, json, out, errors }: ManageOptions): Promise<boolean> {
  const { removed, problems } = await emptyTrash(runs);
  for (const { id, name } of removed) {
    if (json) out.write(`${inJson(JSON.stringify({ id, name, removed: true }))}\n`);
    else out.line(l10n.t("{0} is removed: {1}", name, id));
  }
  for (const problem of problems) errors.sentence(problem);
  if (removed.length + problems.length === 0) {
    const rest = strangersInTrash(runs);
    if (rest !== undefined) errors.sentence(rest);
    else if (!json) out.line(l10n.t("The trash is empty."));
  }
  return problems.length === 0;
}

/**
 * Performs `work` on each run. If `work` fails for a run, prints a message on `errors` and continues with the next run.
 * @returns whether the work succeeded for all runs
 */
async function forEach(
  runs: readonly string[],
  { json, out, errors }: ManageOptions,
  work: (run: string) => Promise<{ line: string; json: object }>,
): Promise<boolean> {
  let isDone = true;
  for (const run of runs) {
    try {
      const result = await work(run);
      if (json) out.write(`${inJson(JSON.stringify(result.json))}\n`);
      else out.line(result.line);
    } catch (error) {
      errors.sentence((error as Error).message);
      isDone = false;
    }
  }
  return isDone;
}

function storeOf({ runs, summaries }: ManageOptions): RunStore {
  return new RunStore(runs, summaries);
}

/**
 * Reads runs. Each run has the state by `presentState`.
 * @throws Error if a run cannot be read; the message is one sentence
 */
async function summaries(folders: readonly string[]): Promise<RunSummary[]> {
  const runs: RunSummary[] = [];
  for (const folder of folders) {
    const store = new RunStore(dirname(folder));
    const run = await store.summary(basename(folder)).catch((error: Error) => {
      throw refusalOf(folder, error);
    });
    runs.push(await upToDate(store, run));
  }
  return runs;
}

async function write(
  {
    runs: given,
    format,
    series,
    output,
    columns,
    ...selection
  }: Extract<ManageCommand, { command: "export" }>,
  options: ManageOptions,
): Promise<boolean> {
  const { runs: folder, out, errors } = options;
  const refusal = output === undefined ? undefined : whyNotWritten(output);
  if (refusal !== undefined) throw new UsageError(refusal);
  if (output !== undefined) await checkOutput(output);
  // Archived runs that the user has named are included.
  const meant = given.length > 0 ? { ...selection, all: true } : selection;
  const { runs, leftOut, refused, below } =
    given.length > 0
      ? { ...selected(await summaries(found(given, folder)), meant), refused: [], below: undefined }
      : await readRuns(storeOf(options), meant);
  const doubtful = doubtfulAmong(leftOut, meant);
  for (const { refusal } of refused) errors.sentence(refusal);
  if (below !== undefined) errors.line(runsAreIn(folder, below));
  for (const sentence of problemSentences(runs, doubtful)) errors.sentence(sentence);
  const isWhole = refused.length + doubtful.length === 0;
  const pieces = series ? seriesFile(runs, format) : tableFile(runs, format, columns);
  if (output === undefined) {
    for await (const piece of pieces) {
      out.write(piece);
      await out.flush();
      if (out.problem) break;
    }
    return isWhole;
  }
  await endBySignal((signal) => writeOutput(output, pieces, signal));
  return isWhole;
}

/**
 * Checks that a path can be that of a file. Does not check whether this process may write there.
 * @throws UsageError if a folder exists at the path, or if there is no folder for the file
 */
async function checkOutput(path: string): Promise<void> {
  const folder = dirname(path);
  const kind = await kindOfPlace(folder);
  if (kind === "absent")
    throw new UsageError(l10n.t("There is no folder {0} for the file of --output.", folder));
  if (kind === "file" || kind === "other")
    throw new UsageError(
      l10n.t("--output must be the path of a file in a folder, and {0} is no folder.", folder),
    );
  if ((await kindOfPlace(path)) === "folder")
    throw new UsageError(l10n.t("--output must be the path of a file, and {0} is a folder.", path));
}

/** The named runs that are selected, in the order of the arguments or sorted, and the other named runs. */
function selected(
  named: readonly RunSummary[],
  selection: Selection,
): { runs: RunSummary[]; leftOut: RunSummary[] } {
  const runs = named.filter((run) => isListed(selection, run));
  const leftOut = named.filter((run) => !isListed(selection, run));
  return { runs: sortRuns(runs, selection.sort ?? []), leftOut };
}
