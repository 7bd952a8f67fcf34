import * as l10n from "@vscode/l10n";
import { type Column, columnNamed } from "../runs/columns";
import { shellText } from "../runs/commandLine";
import { diagnosisLabel } from "../runs/diagnoses/diagnosisText";
import { percentage } from "../runs/figures";
import { inJson, inLine, inSentence } from "../runs/inert";
import { markdownTable } from "../runs/markdownTable";
import { byAge, type RefusedRun, type RunStore, type RunSummary } from "../runs/RunStore";
import { statusWord } from "../runs/statusWord";
import { decisiveColumns } from "../runs/varying";
import { padToColumns } from "../text/columns";
import { wholeNumber } from "../text/numbers";
import { problemSentences } from "./problemSentences";
import { doubtfulAmong, readRuns, type Selection } from "./readRuns";
import { tableLines, valuesJson } from "./runsTable";

/**
 * If reading the runs takes longer than this time (ms), a list without `--sort` that is no table is printed in parts:
 * the runs read so far, and then each further run as soon as it is read.
 */
const TOGETHER_MS = 5000;

export interface ListOptions extends Selection {
  json: boolean;
  /** Whether the runs are printed as a table of Markdown. */
  markdown?: boolean;
  /**
   * The columns of the table or, with `json`, the values in each line. By default, there is no table but a summary of
   * each run. In Markdown, the default is a table of name, status, figures, and those hyperparameters that decide the
   * result and in which runs differ.
   */
  columns?: readonly Column[];
}

/**
 * Prints the runs in a folder, the newest first unless `sort` is given or {@link TOGETHER_MS} passes. In text that is
 * not Markdown, each problem with a run's files has a line below the run. Does not write to the files of a run.
 * @param print receives lines of text without control characters or, with `json`, a line of JSON for each run. Lines
 * are passed together where possible, since printing 2,000 lines one by one takes 50 ms longer.
 * @param warn receives a line for each folder that cannot be opened as a run, if a filter or Markdown leaves such
 * folders out of the list. Also receives a line for each problem with a run's files that has no line below the run:
 * in Markdown, in JSON with columns, and of a run that the filter leaves out. Also receives a line if the runs folder
 * contains no runs but a folder below it does.
 * @throws RunsFolderError if the folder cannot be read
 */
export async function listRuns(
  store: RunStore,
  options: ListOptions,
  print: (lines: readonly string[]) => void,
  warn: (line: string) => void = () => {},
): Promise<void> {
  const { json, markdown, columns, sort, filter } = options;
  const printed = new Set<RunSummary>();
  const lines = (runs: readonly RunSummary[]) => {
    if (markdown) return runs.length === 0 ? [] : markdownLines(runs, columns);
    return columns ? inColumns(runs, columns, json) : described(runs, json);
  };
  const printRows = (runs: readonly RunSummary[]) => {
    const rest = runs.filter((run) => !printed.has(run));
    for (const run of rest) printed.add(run);
    print(lines(rest));
  };
  const read: RunSummary[] = [];
  let isLate = false;
  // A sorted list or a table is printed only when all runs are read.
  const isTogether = sort !== undefined || markdown || (columns !== undefined && !json);
  const flush = setTimeout(() => {
    isLate = !isTogether;
    if (isLate) printRows(read.sort(byAge));
  }, TOGETHER_MS);
  const { runs, refused, leftOut, below } = await readRuns(store, options, (run) => {
    read.push(run);
    if (isLate) printRows([run]);
  }).finally(() => clearTimeout(flush));
  printRows(runs);
  // A run that cannot be opened has no values for a filter or for a table in Markdown.
  const isUnfit = filter !== undefined || markdown;
  const shown = isUnfit ? [] : refused;
  if (isUnfit) for (const { refusal } of refused) warn(inLine(refusal));
  // A table in Markdown and a line of JSON with columns have no place for the problems of a run.
  const hasNoPlace = markdown || (json && columns !== undefined);
  const doubtful = doubtfulAmong(leftOut, options);
  for (const sentence of problemSentences(hasNoPlace ? runs : [], doubtful, [...runs, ...leftOut]))
    warn(inSentence(sentence));
  print(shown.flatMap((run) => describeRefused(run, json)));
  if (below !== undefined) return warn(runsAreIn(store.runsFolder, below));
  if (json || printed.size + shown.length > 0) return;
  const unknown = filter?.unknownAmong(leftOut);
  if (unknown) print([inLine(unknown.message)]);
  print([
    leftOut.length === 0
      ? l10n.t("There are no runs in {0}.", store.runsFolder)
      : l10n.t("No run in {0} matches; --all lists archived runs, too.", store.runsFolder),
  ]);
}

/**
 * The line about a runs folder that contains no runs.
 * @param below a folder below the runs folder that contains runs
 */
export function runsAreIn(folder: string, below: string): string {
  return inLine(
    l10n.t(
      "There are no runs in {0}, but {1} holds runs; name it with {2}.",
      folder,
      below,
      shellText(["--runs", below]),
    ),
  );
}

function markdownLines(runs: readonly RunSummary[], given: readonly Column[] | undefined): string[] {
  const named = (ids: readonly string[]) => ids.map((id) => columnNamed(id)!);
  const columns = given ?? [
    ...named(["name", "status", "accuracy"]),
    ...decisiveColumns(runs),
    ...named(["lastLoss", "epochsDone", "duration"]),
  ];
  return markdownTable(runs, columns).trimEnd().split("\n").map(inLine);
}

function inColumns(runs: readonly RunSummary[], columns: readonly Column[], json: boolean): string[] {
  if (json) return runs.map((run) => valuesJson(run, columns));
  const [header, ...rows] = tableLines(runs, columns);
  return [header!, ...rows.flatMap((row, index) => [row, ...below(runs[index]!.problems)])];
}

function described(runs: readonly RunSummary[], json: boolean): string[] {
  if (json) return runs.map((run) => inJson(JSON.stringify(summary(run))));
  const width = Math.max(...runs.map(({ id }) => id.length));
  return runs.flatMap((run) => describe(run, width));
}

function describe(run: RunSummary, width: number): string[] {
  const { id, status, epoch, epochs, best, parent, error, missing, problems } = summary(run);
  const { name, starred, archived, tags } = run.labels;
  const figures = [
    id.padEnd(width),
    padToColumns(statusWord(status), 11),
    l10n.t("{0}/{1} epochs", epoch, epochs ?? "?"),
    ...(best === null ? [] : [percentage(best)]),
    ...(name === null ? [] : [name]),
    ...(starred ? [l10n.t("starred")] : []),
    ...(archived ? [l10n.t("archived")] : []),
    ...(tags.length > 0 ? [l10n.t("tags: {0}", tags.join(", "))] : []),
  ];
  if (parent) figures.push(l10n.t("forked from {0} at step {1}", parent.name, wholeNumber(parent.step)));
  if (run.state.diagnoses.length > 0) figures.push(run.state.diagnoses.map(diagnosisLabel).join(", "));
  const sentences = [...(error === null ? [] : [error]), ...missing, ...problems];
  return [inLine(figures.join("  ")), ...below(sentences)];
}

/** The lines below the line of a run. */
function below(sentences: readonly string[]): string[] {
  return sentences.map((sentence) => inLine(`  ${sentence}`));
}

function describeRefused({ id, folder, refusal }: RefusedRun, json: boolean): string[] {
  if (json) return [inJson(JSON.stringify({ id, folder, status: "refused", problems: [refusal] }))];
  return [inLine(`${id}  ${l10n.t("refused")}`), ...below([refusal])];
}

function summary(run: RunSummary) {
  const { id, name, created, folder, labels, state, problems } = run;
  const { tags, note, starred, archived } = labels;
  const { parent } = state;
  return {
    id,
    name,
    created,
    folder,
    status: state.status,
    /** Number of complete epochs. */
    epoch: state.completeEpochs,
    step: state.losses.length,
    epochs: state.totalEpochs ?? null,
    /** Test accuracy (0 to 1) of the best epoch; null before an epoch is complete. */
    best: state.best?.testAccuracy ?? null,
    /** Validation accuracy (0 to 1) of the best epoch; null if there is none. */
    validationAccuracy: state.best?.validationAccuracy ?? null,
    /** Validation loss of the last epoch; null if there is none, or if the loss is not finite. */
    validationLoss: columnNamed("validationLoss")?.value(run) ?? null,
    tags,
    note,
    starred,
    archived,
    checkpoints: state.checkpoints.map(({ file }) => file),
    parent: parent
      ? { id: parent.id, name: parent.name, created: parent.created ?? null, step: parent.step }
      : null,
    /** The `diagnosis` events of the run's log. */
    diagnoses: state.diagnoses.map(({ type: _, ...diagnosis }) => diagnosis),
    /** The file with the final weights; null if there is none. */
    weights: state.weights ?? null,
    /**
     * Why the run failed; null for a run that did not fail. `stderr` contains the last lines that the run's trainer
     * wrote to stderr.
     */
    error: state.error ?? null,
    stderr: state.stderr,
    /** One clause for each thing that could not be saved completely, such as a file or lines of the log. */
    missing: state.missing,
    /** Sentences about files of the run that could not be read, or that its log does not list. */
    problems,
  };
}
