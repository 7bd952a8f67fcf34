import { trainingImages } from "../datasets/datasets";
import type { Folder } from "../files/Folder";
import type { RunLock } from "../liveness/RunLock";
import { checkRun, checkVersion } from "../model/readRun";
import type { TrainingTask } from "../protocol/trainerProtocol";
import { createRun } from "../runs/createRun";
import { defaultNamePattern } from "../runs/namePattern";
import { nameRun } from "../runs/nameRun";
import { openRun } from "../runs/runsFolder";
import { checkParts } from "../runs/trainingParts";
import { checkLength } from "./cycleEnd";
import { type IsChosen, type NewPlan, noCheckpoints, type PreparedRun } from "./PreparedRun";
import { planFork } from "./planFork";
import { planResume } from "./planResume";

/**
 * Plans a run and takes its lock: makes the folder of a new run or a fork, reads the folder of a resumed run.
 * @param takeLock takes the lock of a run's folder; throws an Error with a one-sentence message if another process
 * holds it
 * @throws DataLocationError if a run names a data location that the user has not chosen, and the task names no other
 * location
 * @throws DatasetError if the data of a fork cannot be used
 * @throws TaskError if the epochs or the checkpoint of the task do not fit the run
 * @throws InvalidConfigError if the hyperparameters of the task do not fit together, or leave no image to train or
 * validate on
 * @throws Error with a one-sentence message if the task cannot be performed for another reason
 */
export async function prepareRun(
  task: TrainingTask,
  takeLock: (folder: Folder) => Promise<RunLock>,
  isChosen: IsChosen,
): Promise<PreparedRun> {
  if ("resume" in task) {
    const { folder } = task.resume;
    checkRun(folder);
    await checkVersion(folder);
    // The run is read under the lock, when no other process adds to it.
    const lock = await takeLock(openRun(folder));
    try {
      return { ...(await planResume(task.resume, lock.folder, isChosen)), lock };
    } catch (error) {
      lock.release();
      throw error;
    }
  }
  const { files, ...plan } =
    "fork" in task ? await planFork(task.fork, task.runsFolder, isChosen) : planNew(task);
  const lock = await takeLock(files);
  const unnamed = await nameRun(task.runsFolder, { ...plan, files }, task.name ?? defaultNamePattern);
  return { ...plan, warnings: unnamed === undefined ? plan.warnings : [...plan.warnings, unnamed], lock };
}

type New = Extract<TrainingTask, { config: unknown }>;

function planNew({ config, runsFolder }: New): NewPlan {
  checkLength(config, config.epochs);
  checkParts(config.dataset, trainingImages(config.dataset.name));
  return {
    ...createRun(runsFolder, config, new Date()),
    logged: [],
    firstEvent: (time, environment) => ({ type: "started", time, config, environment }),
    warnings: [],
    isFork: false,
    ...noCheckpoints,
    seconds: 0,
  };
}

/** The data location that a task names; an empty string if it names none. */
export function namedLocation(task: TrainingTask): string {
  if ("config" in task) return task.config.dataset.location;
  return ("fork" in task ? task.fork : task.resume).location ?? "";
}
