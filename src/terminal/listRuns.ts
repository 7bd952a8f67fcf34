import { setTimeout as sleep } from "node:timers/promises";
import * as l10n from "@vscode/l10n";
import { inferredEnd, withEnd } from "../liveness/inferredEnd";
import { percentage } from "../runs/figures";
import { inJson, inLine } from "../runs/inert";
import { byAge, type RefusedRun, RunStore, type RunSummary } from "../runs/RunStore";

/** Milliseconds after which runs are printed of as they are read: those with long logs come last then. */
const TOGETHER_MS = 1000;

/**
 * Tells of the runs in a folder, newest first; below a run a line for each thing that is wrong with it. Reads only.
 * @param print takes inert lines of text, or with `json` a line of JSON for each run
 * @throws RunsFolderError when the folder cannot be read
 */
export async function listRuns(
  runsFolder: string,
  json: boolean,
  print: (line: string) => void,
): Promise<void> {
  const store = new RunStore(runsFolder);
  const waiting: RunSummary[] = [];
  let isLate = false;
  let printed = 0;
  const printRows = (runs: RunSummary[]) => {
    printed += runs.length;
    const width = Math.max(...runs.map(({ id }) => id.length));
    for (const line of runs.sort(byAge).flatMap((run) => describe(run, json, width))) print(line);
  };
  const concluding: Promise<void>[] = [];
  const flush = setTimeout(() => {
    isLate = true;
    printRows(waiting.splice(0));
  }, TOGETHER_MS);
  const listing = await store.list((run) => {
    if (!("refusal" in run))
      concluding.push(
        concluded(store, run).then((now) => {
          if (isLate) printRows([now]);
          else waiting.push(now);
        }),
      );
  });
  await Promise.all(concluding);
  clearTimeout(flush);
  printRows(waiting);
  for (const line of listing.refused.flatMap((run) => describeRefused(run, json))) print(line);
  if (!json && printed + listing.refused.length === 0) print(l10n.t("There are no runs in {0}.", runsFolder));
}

function describe(run: RunSummary, json: boolean, width: number): string[] {
  if (json) return [inJson(JSON.stringify(summary(run)))];
  const { id, status, epoch, epochs, best, parent, error, missing, problems } = summary(run);
  const figures = [id.padEnd(width), status.padEnd(11), l10n.t("{0}/{1} epochs", epoch, epochs ?? "?")];
  if (best !== null) figures.push(percentage(best));
  if (parent) figures.push(l10n.t("forked from {0} at step {1}", parent.id, parent.step));
  const sentences = [...(error === null ? [] : [error]), ...missing, ...problems];
  return [figures.join("  "), ...sentences.map((sentence) => `  ${sentence}`)].map(inLine);
}

function describeRefused({ id, folder, refusal }: RefusedRun, json: boolean): string[] {
  if (json) return [inJson(JSON.stringify({ id, folder, status: "refused", problems: [refusal] }))];
  return [inLine(`${id}  refused`), inLine(`  ${refusal}`)];
}

/** Until a run's folder tells of what its trainer is at, in milliseconds. */
const SETTLING_MS = 200;

/** A run whose trainer is gone without a word is not running any more, whatever its log says. */
async function concluded(store: RunStore, run: RunSummary): Promise<RunSummary> {
  if (!(await inferredEnd(run.folder, run.state, true))) return run;
  // Its last words may have come after the log was read; or it has made the run's folder and not yet named itself.
  await sleep(SETTLING_MS);
  const now = await store.summary(run.id).catch(() => run);
  const ended = await inferredEnd(now.folder, now.state, true);
  return ended ? { ...now, state: withEnd(now.state, ended) } : now;
}

function summary({ id, name, folder, state, problems }: RunSummary) {
  return {
    id,
    name,
    folder,
    status: state.status,
    /** Complete epochs and steps. */
    epoch: state.completeEpochs,
    step: state.losses.length,
    epochs: state.totalEpochs ?? null,
    /** The highest test accuracy, 0 to 1. */
    best: state.best?.testAccuracy ?? null,
    checkpoints: state.checkpoints.map(({ file }) => file),
    parent: state.parent ? { id: state.parent.id, step: state.parent.step } : null,
    /** The file with the weights that the run ended with. */
    weights: state.weights ?? null,
    /** Why it failed, and the last lines of what a trainer that died had said. */
    error: state.error ?? null,
    stderr: state.stderr,
    /** What the disk did not take, one sentence each. */
    missing: state.missing,
    /** One sentence for each part of the run's files that could not be read. */
    problems,
  };
}
