import { basename, dirname, resolve } from "node:path";
import * as l10n from "@vscode/l10n";
import { checkLocation } from "../data/checkLocation";
import { isChosenLocation } from "../data/dataLocations";
import { DatasetError } from "../data/errors";
import { locateFiles } from "../data/locateFiles";
import { type DatasetName, datasets, isPublished } from "../datasets/datasets";
import type { TrainingTask } from "../protocol/trainerProtocol";
import { foldEvents } from "../runs/applyEvent";
import { type RecordedRun, RunStore } from "../runs/RunStore";
import { advised } from "../text/sentences";
import { UsageError } from "./options";

/**
 * Checks the option `--data` before a run is created or changed.
 * @throws UsageError if the option cannot be used
 */
export async function checkData(task: TrainingTask): Promise<void> {
  const location = namedLocation(task);
  if (location === "") return;
  const name = await datasetOf(task);
  if (!name) return;
  if (!isPublished(name))
    throw new UsageError(
      l10n.t(
        "--data cannot be used: the run is trained on the {0}, which is built in.",
        datasets[name].label,
      ),
    );
  try {
    await checkLocation(location, datasets[name]);
  } catch (error) {
    if (!(error instanceof DatasetError)) throw error;
    throw new UsageError(l10n.t("--data cannot be used: {0}", error.message));
  }
}

/**
 * For a task that resumes or forks a run with checkpoints, checks that the files of the run's data set are in the
 * folder that the run records. Does nothing if the task names a folder, if the run records none, if the user never
 * chose the recorded folder, or if the data set is built in.
 * @throws UsageError if the files are not there
 */
export async function checkRecordedData(task: TrainingTask, cacheFolder: string): Promise<void> {
  if ("config" in task || namedLocation(task) !== "") return;
  const run = await readTaskRun(task);
  const { dataset, config, checkpoints } = run ? foldEvents(run.events) : {};
  if (!dataset || !config || !checkpoints?.length || !isPublished(dataset.name)) return;
  const { location } = config.dataset;
  if (location === "" || !isChosenLocation(cacheFolder, location)) return;
  try {
    await locateFiles(resolve(location), Object.values(datasets[dataset.name].files));
  } catch (error) {
    if (!(error instanceof DatasetError)) throw error;
    throw new UsageError(withDataOption(error.message));
  }
}

/** Adds to a sentence about missing data that the option `--data` can name the folder of the data. */
export function withDataOption(sentence: string): string {
  return advised(sentence, l10n.t("name the folder that holds it with --data"));
}

/** The data folder that a task names; empty if the task names none. */
function namedLocation(task: TrainingTask): string {
  if ("config" in task) return task.config.dataset.location;
  const { location = "" } = "resume" in task ? task.resume : task.fork;
  return location;
}

/** The data set of a task; undefined if the task's run cannot be read. The trainer then reports why. */
async function datasetOf(task: TrainingTask): Promise<DatasetName | undefined> {
  if ("config" in task) return task.config.dataset.name;
  const run = await readTaskRun(task);
  return run && (foldEvents(run.events).dataset?.name ?? run.config.dataset.name);
}

/** Reads the run of a task. @returns undefined if the run cannot be read; the trainer then reports why */
async function readTaskRun(
  task: Exclude<TrainingTask, { config: unknown }>,
): Promise<RecordedRun | undefined> {
  const { folder } = "resume" in task ? task.resume : task.fork;
  return new RunStore(dirname(folder)).read(basename(folder)).catch(() => undefined);
}
