import { percentage } from "../runs/figures";
import { isEnded } from "../runs/RunState";
import { RunStore, type RunSummary } from "../runs/RunStore";
import { isTrainerAlive } from "../trainer/isTrainerAlive";

/** The runs in a folder as lines of text, newest first. */
export async function listRuns(runsFolder: string, json: boolean): Promise<string[]> {
  const runs = await Promise.all((await new RunStore(runsFolder).list()).map(concluded));
  if (json) return runs.map((run) => JSON.stringify(summary(run)));
  if (runs.length === 0) return [`There are no runs in ${runsFolder}.`];
  const width = Math.max(...runs.map(({ id }) => id.length));
  return runs.map((run) => {
    const { id, status, epoch, epochs, best, parent } = summary(run);
    const figures = [id.padEnd(width), status.padEnd(11), `${epoch}/${epochs ?? "?"} epochs`];
    if (best !== null) figures.push(percentage(best));
    if (parent) figures.push(`forked from ${parent.id} at step ${parent.step}`);
    return figures.join("  ");
  });
}

/** A run whose trainer is gone without a word is not running any more, whatever its log says. */
async function concluded(run: RunSummary): Promise<RunSummary> {
  if (isEnded(run.state) || (await isTrainerAlive(run.folder))) return run;
  return { ...run, state: { ...run.state, status: "interrupted" } };
}

function summary({ id, name, folder, state }: RunSummary) {
  return {
    id,
    name,
    folder,
    status: state.status,
    /** Complete epochs and steps. */
    epoch: state.epochs.length,
    step: state.losses.length,
    epochs: state.totalEpochs ?? null,
    /** The highest test accuracy, 0 to 1. */
    best: state.best?.testAccuracy ?? null,
    checkpoints: state.checkpoints.map(({ file }) => file),
    parent: state.parent ? { id: state.parent.id, step: state.parent.step } : null,
  };
}
