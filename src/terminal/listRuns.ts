import { setTimeout as sleep } from "node:timers/promises";
import { percentage } from "../runs/figures";
import { printable } from "../runs/printable";
import { isEnded } from "../runs/RunState";
import { RunStore, type RunSummary } from "../runs/RunStore";
import { isTrainerAlive } from "../trainer/presence/isTrainerAlive";
import { recordUnwatchedDeath } from "../trainer/presence/unwatchedDeath";

/** The runs in a folder as lines of text, newest first; below a run a line for each thing that is wrong with it. */
export async function listRuns(runsFolder: string, json: boolean): Promise<string[]> {
  const store = new RunStore(runsFolder);
  const runs = await Promise.all((await store.list()).map((run) => concluded(store, run)));
  if (json) return runs.map((run) => JSON.stringify(summary(run)));
  if (runs.length === 0) return [`There are no runs in ${runsFolder}.`];
  const width = Math.max(...runs.map(({ id }) => id.length));
  return runs.flatMap((run) => {
    const { id, status, epoch, epochs, best, parent, error, missing, problems } = summary(run);
    const figures = [id.padEnd(width), status.padEnd(11), `${epoch}/${epochs ?? "?"} epochs`];
    if (best !== null) figures.push(percentage(best));
    if (parent) figures.push(`forked from ${parent.id} at step ${parent.step}`);
    const sentences = [...(error === null ? [] : [error]), ...missing, ...problems];
    return [figures.join("  "), ...sentences.map((sentence) => `  ${sentence}`)].map(printable);
  });
}

/** Until a run's folder tells of what its trainer is at, in milliseconds. */
const SETTLING_MS = 200;

/** A run whose trainer is gone without a word is not running any more, whatever its log says. */
async function concluded(store: RunStore, run: RunSummary): Promise<RunSummary> {
  if (isEnded(run.state) || (await isTrainerAlive(run.folder))) return run;
  await recordUnwatchedDeath(run.folder);
  // Its last words may have come after the log was read; or it has made the run's folder and not yet named itself.
  await sleep(SETTLING_MS);
  const now = await store.summary(run.id).catch(() => run);
  if (isEnded(now.state) || (await isTrainerAlive(run.folder))) return now;
  return { ...now, state: { ...now.state, status: "interrupted" } };
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
