import { percentage } from "../runs/figures";
import { isEnded } from "../runs/RunState";
import { RunStore, type RunSummary } from "../runs/RunStore";
import { isTrainerAlive } from "../trainer/isTrainerAlive";
import { printable } from "./printable";

/** The runs in a folder as lines of text, newest first; below a run a line for each damaged part of its files. */
export async function listRuns(runsFolder: string, json: boolean): Promise<string[]> {
  const runs = await Promise.all((await new RunStore(runsFolder).list()).map(concluded));
  if (json) return runs.map((run) => JSON.stringify(summary(run)));
  if (runs.length === 0) return [`There are no runs in ${runsFolder}.`];
  const width = Math.max(...runs.map(({ id }) => id.length));
  return runs.flatMap((run) => {
    const { id, status, epoch, epochs, best, parent, problems } = summary(run);
    const figures = [id.padEnd(width), status.padEnd(11), `${epoch}/${epochs ?? "?"} epochs`];
    if (best !== null) figures.push(percentage(best));
    if (parent) figures.push(`forked from ${parent.id} at step ${parent.step}`);
    return [figures.join("  "), ...problems.map((sentence) => `  ${sentence}`)].map(printable);
  });
}

/** A run whose trainer is gone without a word is not running any more, whatever its log says. */
async function concluded(run: RunSummary): Promise<RunSummary> {
  if (isEnded(run.state) || (await isTrainerAlive(run.folder))) return run;
  return { ...run, state: { ...run.state, status: "interrupted" } };
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
    /** One sentence for each part of the run's files that could not be read. */
    problems,
  };
}
