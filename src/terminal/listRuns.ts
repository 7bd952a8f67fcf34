import { setTimeout as sleep } from "node:timers/promises";
import * as l10n from "@vscode/l10n";
import { inferredEnd, withEnd } from "../liveness/inferredEnd";
import { percentage } from "../runs/figures";
import { inJson, inLine } from "../runs/inert";
import { byAge, type RefusedRun, RunStore, type RunSummary } from "../runs/RunStore";
import { statusWord } from "../runs/statusWord";
import { padToColumns } from "./columns";

/**
 * Time (ms) after which runs are printed in the order in which they are read, so that those with long logs come last.
 */
const TOGETHER_MS = 1000;

/**
 * Prints the runs in a folder, newest first, with a line below a run for each problem. Reads only.
 * @param print called with inert lines of text, or with `json` a line of JSON for each run
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
  const figures = [
    id.padEnd(width),
    padToColumns(statusWord(status), 11),
    l10n.t("{0}/{1} epochs", epoch, epochs ?? "?"),
  ];
  if (best !== null) figures.push(percentage(best));
  if (parent) figures.push(l10n.t("forked from {0} at step {1}", parent.id, parent.step));
  const sentences = [...(error === null ? [] : [error]), ...missing, ...problems];
  return [figures.join("  "), ...sentences.map((sentence) => `  ${sentence}`)].map(inLine);
}

function describeRefused({ id, folder, refusal }: RefusedRun, json: boolean): string[] {
  if (json) return [inJson(JSON.stringify({ id, folder, status: "refused", problems: [refusal] }))];
  return [inLine(`${id}  ${l10n.t("refused")}`), inLine(`  ${refusal}`)];
}

/** Time (ms) that a run's folder may take to show what its trainer has just done. */
const SETTLING_MS = 200;

/** A run with the end that is inferred for a trainer that is gone. */
async function concluded(store: RunStore, run: RunSummary): Promise<RunSummary> {
  if (!(await inferredEnd(run.folder, run.state, true))) return run;
  // The trainer may have written its last events after the log was read, or may not have written `trainer.json` yet.
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
    /** Number of complete epochs; steps likewise. */
    epoch: state.completeEpochs,
    step: state.losses.length,
    epochs: state.totalEpochs ?? null,
    /** Highest test accuracy, 0 to 1. */
    best: state.best?.testAccuracy ?? null,
    checkpoints: state.checkpoints.map(({ file }) => file),
    parent: state.parent ? { id: state.parent.id, step: state.parent.step } : null,
    /** File with the final weights. */
    weights: state.weights ?? null,
    /** Why the run failed, and the last lines of its trainer's stderr. */
    error: state.error ?? null,
    stderr: state.stderr,
    /** One sentence for each file that could not be saved. */
    missing: state.missing,
    /** One sentence for each part of the run's files that could not be read. */
    problems,
  };
}
