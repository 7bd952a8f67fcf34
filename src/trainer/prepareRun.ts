import * as l10n from "@vscode/l10n";
import { checkLocation as checkDataFolder, datasets, isPublished } from "../data";
import { unchosenLocation } from "../data/dataLocations";
import type { Folder } from "../files/Folder";
import type { RunLock } from "../liveness/RunLock";
import { type Checkpoint, checkNetwork } from "../model/checkpoints/Checkpoint";
import type { FoundCheckpoint } from "../model/checkpoints/CheckpointFiles";
import { noWholeCheckpoint } from "../model/checkpoints/noWholeCheckpoint";
import { RunCheckpoints } from "../model/checkpoints/RunCheckpoints";
import { checkRun, type ReadRun, readRun } from "../model/readRun";
import { TaskError } from "../protocol/TaskError";
import type { TrainingTask } from "../protocol/trainerProtocol";
import { defaultOf, valueAt } from "../runs/configValues";
import { createRun } from "../runs/createRun";
import type { HyperparameterKey } from "../runs/hyperparameters";
import type { LayerRecord } from "../runs/layers/LayerRecord";
import { readLayers } from "../runs/layers/layersFile";
import { defaultNamePattern } from "../runs/namePattern";
import { nameRun } from "../runs/nameRun";
import { type ForkChanges, type RunConfig, resolveRunConfig } from "../runs/RunConfig";
import type {
  CheckpointEvent,
  EndedEvent,
  Environment,
  EvaluationEvent,
  InheritedEvent,
  RunEvent,
} from "../runs/RunEvent";
import type { RunState } from "../runs/RunState";
import { WEIGHTS } from "../runs/runFiles";
import { openRun, type RunFolder } from "../runs/runsFolder";
import { hasSchedule } from "../runs/schedules";
import { isOver } from "../runs/transitions";
import { epochsText } from "../text/amounts";
import { checkLength, lastEpochOfSchedule, whyTooManyEpochs } from "./cycleEnd";
import { findForkPoint } from "./findForkPoint";
import { inheritedEvents } from "./inheritedEvents";
import { learningRateAt, learningRatesAfter } from "./learningRates";

/** The plan of a run: everything that is decided before it is performed. */
export interface PreparedRun {
  id: string;
  folder: string;
  /** The events in the run's log before this process. */
  logged: readonly RunEvent[];
  config: RunConfig;
  /** The kernels that computed the run so far; others round differently. */
  kernels?: string;
  /** The run's first event in this process. */
  firstEvent: (time: string, environment: Environment) => RunEvent;
  /** The events after it: the curve of a fork's parent. */
  inherited?: Iterable<InheritedEvent>;
  /** The evaluations that a fork copies from its parent. */
  inheritedEvaluations?: { folder: string; events: readonly EvaluationEvent[] };
  /** Warnings to emit after them. */
  warnings: string[];
  from?: Checkpoint;
  /** Learning rates that were set after `from`, by step. */
  learningRates?: ReadonlyMap<number, number>;
  isFork: boolean;
  /** The data set that the run was trained on, if it must be the same. */
  dataset?: RunState["dataset"];
  /** The end of the run before it was resumed. It is the end again if the resume fails. */
  endedBefore?: Pick<EndedEvent, "status" | "seconds" | "missing">;
  bestAccuracy?: number;
  /** The evaluations of the run's own epochs, and its best epoch. */
  evaluations: readonly EvaluationEvent[];
  bestEpoch?: number;
  /** What is recorded of the layers before `from`: by the run itself, and by the parent of a fork. */
  layers: readonly LayerRecord[];
  checkpoints: readonly CheckpointEvent[];
  /** Checkpoints to log again, after the first event. */
  unlogged: readonly CheckpointEvent[];
  /** Files that the log marks as deleted. */
  removed: readonly string[];
  /** The run's clock (s). */
  seconds: number;
  /** The lock on the run, which this process holds. */
  lock: RunLock;
}

type Plan = Omit<PreparedRun, "lock">;
/** The plan of a run whose folder was just made, with that folder. */
type NewPlan = Plan & { files: Folder };

const noCheckpoints = { checkpoints: [], unlogged: [], removed: [], evaluations: [], layers: [] };

/** Whether a location that a run names may be looked at. */
type IsChosen = (location: string) => boolean;

/**
 * @param takeLock takes the lock of a run's folder; fails in one sentence where another process holds it
 * @throws DataLocationError where a run names a location that was not chosen, and the task names no other
 * @throws DatasetError where the data of a fork cannot be used
 * @throws TaskError where the epochs or the checkpoint of the task do not fit the run
 * @throws Error, one sentence, when the task cannot be performed
 */
export async function prepareRun(
  task: TrainingTask,
  takeLock: (folder: Folder) => Promise<RunLock>,
  isChosen: IsChosen,
): Promise<PreparedRun> {
  if ("resume" in task) {
    const { folder } = task.resume;
    checkRun(folder);
    // Read under the lock, when no other process adds to the run.
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
type Resume = Extract<TrainingTask, { resume: unknown }>["resume"];
type Fork = Extract<TrainingTask, { fork: unknown }>["fork"];

function planNew({ config, runsFolder }: New): NewPlan {
  checkLength(config, config.epochs);
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

/** The location that a task names; empty where it names none. */
export function namedLocation(task: TrainingTask): string {
  if ("config" in task) return task.config.dataset.location;
  return ("fork" in task ? task.fork : task.resume).location ?? "";
}

async function planResume(
  { folder, epochs, compute, location }: Resume,
  files: Folder,
  isChosen: IsChosen,
): Promise<Plan> {
  const read = await readRun(folder);
  const { run, loggedEvents, state, begun } = read;
  const checkpoints = new RunCheckpoints(files, read);
  const { found, refused } = checkpoints.readNewest();
  if (found) checkNetwork(found.event.file, found.checkpoint, begun);
  if (!found) checkNothingIsLost(folder, read, refused);
  const config = {
    ...begun,
    epochs: epochs ?? epochsToDo(read, checkpoints, found),
    dataset: datasetAt(location, begun),
    compute: { ...begun.compute, ...compute },
  };
  const { epoch = 0, step = 0, seconds = 0 } = found?.checkpoint ?? {};
  // A run that was killed after its last epoch has no `ended` event yet.
  const isDone = epoch === config.epochs && state.status === "finished";
  if (isDone || epoch > config.epochs)
    throw new TaskError(
      l10n.t("The run {0} has done all its epochs; ask for more than {1} to continue.", run.id, epoch),
    );
  const isWithinEpoch = typeof found?.checkpoint.position === "number";
  if (isWithinEpoch && epoch === config.epochs)
    throw new TaskError(
      l10n.t("The run {0} is in epoch {1} already; ask for at least {1} to continue.", run.id, epoch + 1),
    );
  const samples = trainSamples(state, found?.checkpoint);
  const refusal = samples && found && whyTooManyEpochs(config, found.checkpoint, samples, config.epochs);
  if (refusal) throw new TaskError(refusal);
  const learningRate =
    learningRateAt(step, state.controls) ?? found?.checkpoint.learningRate ?? config.learningRate;
  const checkpoint = found?.event.file ?? null;
  const instead = l10n.t("The run continues from {0}.", checkpoint ?? "");
  const from = found && { ...found.checkpoint, learningRate };
  const dataset = state.dataset ?? found?.checkpoint.recorded.dataset ?? undefined;
  if (location === undefined) checkLocation(run.id, { config, from, dataset }, isChosen);
  return {
    ...run,
    logged: read.events.slice(read.events.length - loggedEvents),
    config,
    kernels: state.environment?.kernels ?? found?.checkpoint.recorded.kernels,
    firstEvent: (time, environment) => ({
      type: "resumed",
      time,
      config,
      learningRate,
      environment,
      checkpoint,
      epoch,
      step,
      seconds,
    }),
    warnings: [
      ...read.problems.filter((problem) => !state.warnings.includes(problem)),
      ...(found ? checkpoints.warnings(refused, instead) : beginsAnew(read)),
    ],
    from,
    learningRates: learningRatesAfter(step, state.controls),
    isFork: false,
    dataset,
    endedBefore: endOf(state),
    bestAccuracy: ownBestAccuracy(state, epoch, found?.checkpoint),
    bestEpoch: bestOwnEpoch(state, epoch),
    evaluations: state.evaluations.filter(
      (one) => one.epoch > (state.parent?.epoch ?? 0) && one.epoch <= epoch,
    ),
    layers: config.evaluation.layers ? layersBefore(files, step) : [],
    checkpoints: checkpoints.upTo(step),
    unlogged: checkpoints.toLogAgain(step),
    removed: checkpoints.deleted,
    seconds,
  };
}

async function planFork(
  { folder, checkpoint, changes, location }: Fork,
  runsFolder: string,
  isChosen: IsChosen,
): Promise<NewPlan> {
  const { run: read, found, warnings } = await findForkPoint(folder, checkpoint);
  const { run, state, begun } = read;
  checkNetwork(found.event.file, found.checkpoint, begun);
  const { epoch, step } = found.checkpoint;
  const rateInForce = learningRateAt(step, state.controls) ?? found.checkpoint.learningRate;
  const epochs = changes.epochs ?? state.totalEpochs ?? begun.epochs;
  const changed = withChanges(begun, changes);
  // The learning rate of a schedule is the one that it is computed from.
  const isScheduled = hasSchedule(begun) && hasSchedule(changed);
  const config = resolveRunConfig({
    ...changed,
    learningRate: changes.learningRate ?? (isScheduled ? begun.learningRate : rateInForce),
    epochs,
    dataset: datasetAt(location, begun),
  });
  if (epoch >= config.epochs)
    throw new TaskError(
      l10n.t(
        "The checkpoint is the end of epoch {0}; ask for more than {1} to continue.",
        epoch,
        epochsText(epoch),
      ),
    );
  const continues = continuesSchedule(begun, config, found.checkpoint, trainSamples(state, found.checkpoint));
  if (!continues) checkLength(config, config.epochs - epoch);
  const from: Checkpoint = continues
    ? { ...found.checkpoint, learningRate: rateInForce }
    : { ...found.checkpoint, learningRate: config.learningRate, schedule: undefined };
  const dataset = state.dataset ?? found.checkpoint.recorded.dataset ?? undefined;
  if (location === undefined) checkLocation(run.id, { config, from, dataset }, isChosen);
  // The data is checked before the fork is made.
  const data = configOfData({ config, from, dataset }).dataset;
  if (isPublished(data.name)) await checkDataFolder(data.location, datasets[data.name]);
  const parent = { id: run.id, name: run.name, checkpoint: found.event.file, epoch, step };
  const epochsBefore = state.epochs.filter((one) => one.epoch <= epoch);
  return {
    ...createRun(runsFolder, config, new Date(), parent),
    logged: [],
    kernels: state.environment?.kernels ?? found.checkpoint.recorded.kernels,
    firstEvent: (time, environment) => ({
      type: "started",
      time,
      config,
      environment,
      parent,
    }),
    inherited: inheritedEvents(state.losses, step, epochsBefore),
    ...(config.evaluation.record && {
      inheritedEvaluations: {
        folder: run.folder,
        events: state.evaluations.filter((one) => one.epoch <= epoch),
      },
    }),
    warnings,
    from,
    isFork: true,
    dataset,
    // The best accuracy of a fork is that of its own epochs.
    bestAccuracy: undefined,
    ...noCheckpoints,
    layers: config.evaluation.layers ? layersBefore(folder, step) : [],
    seconds: 0,
  };
}

/** A run is whole without records that cannot be read. */
function layersBefore(folder: RunFolder, step: number): LayerRecord[] {
  try {
    return readLayers(folder, step);
  } catch {
    return [];
  }
}

/**
 * Checks that a run without a usable checkpoint may start again at step 0. A run that had checkpoints would repeat
 * its training, and one with final weights would overwrite them.
 * @throws Error, one sentence, for those and for a fork, which does not begin at step 0
 */
function checkNothingIsLost(path: string, { run, state }: ReadRun, refused: readonly string[]): void {
  if (state.parent) throw noWholeCheckpoint(run.id, refused, l10n.t("fork its parent again"));
  const hasWeights = state.weights !== undefined || openRun(path).look(WEIGHTS) !== undefined;
  if (refused.length > 0 || hasWeights) throw noWholeCheckpoint(run.id, refused, l10n.t("train a new run"));
}

function beginsAnew({ problems }: ReadRun): string[] {
  return problems.length === 0
    ? []
    : [l10n.t("The run has no checkpoint and starts again from its beginning.")];
}

/**
 * The number of epochs to train. It may be higher in an unlogged checkpoint, as the log may have lost the request for
 * more.
 */
function epochsToDo(
  { state, begun }: ReadRun,
  checkpoints: RunCheckpoints,
  found: FoundCheckpoint | undefined,
): number {
  const recorded = state.totalEpochs ?? begun.epochs;
  return found && checkpoints.isUnlogged(found.event)
    ? Math.max(recorded, found.checkpoint.config.epochs)
    : recorded;
}

function datasetAt(location: string | undefined, { dataset }: RunConfig): RunConfig["dataset"] {
  return location === undefined ? dataset : { ...dataset, location };
}

/** A run without an `ended` event counts as interrupted. */
function endOf({ status, seconds, missing }: RunState): PreparedRun["endedBefore"] {
  return {
    status: isOver(status) ? status : "interrupted",
    seconds,
    ...(missing.length > 0 && { missing }),
  };
}

/** @throws DataLocationError where the data would be read from a folder that the user never chose */
function checkLocation(run: string, plan: Parameters<typeof configOfData>[0], isChosen: IsChosen): void {
  const { name, location } = configOfData(plan).dataset;
  if (isPublished(name) && !isChosen(location)) throw unchosenLocation(run, location);
}

/**
 * The configuration with which data is opened. A resumed run or a fork must use the original data set, without a
 * replacement.
 */
export function configOfData({
  config,
  from,
  dataset,
}: Pick<Plan, "config" | "from" | "dataset">): RunConfig {
  if (!from || !dataset) return config;
  return { ...config, dataset: { ...config.dataset, name: dataset.name, whenUnavailable: "fail" } };
}

/** The configuration of a fork's parent with the changes of the fork. */
function withChanges(parent: RunConfig, changes: ForkChanges): RunConfig {
  const changed = {
    ...parent,
    ...changes,
    schedule: { ...parent.schedule, ...changes.schedule },
    transforms: { ...parent.transforms, ...changes.transforms },
    compute: { ...parent.compute, ...changes.compute },
    checkpoints: { ...parent.checkpoints, ...changes.checkpoints },
    evaluation: { ...parent.evaluation, ...changes.evaluation },
  };
  const weightDecay = changes.weightDecay ?? inherited("weightDecay", parent, changed);
  const gamma = changes.schedule?.gamma ?? inherited("schedule.gamma", parent, changed);
  return { ...changed, weightDecay, schedule: { ...changed.schedule, gamma } };
}

/** A fork keeps a value of its parent, unless that was the default there; then it gets the default of its own. */
function inherited(key: HyperparameterKey, parent: RunConfig, fork: RunConfig): number {
  const value = valueAt(parent, key);
  return (value === defaultOf(key, parent) ? defaultOf(key, fork) : value) as number;
}

/**
 * Whether a fork goes on in its parent's schedule. Otherwise a schedule begins at the fork: another one, one of another
 * learning rate, or one that ends before the fork.
 */
function continuesSchedule(
  parent: RunConfig,
  fork: RunConfig,
  from: Checkpoint,
  samples: number | undefined,
): boolean {
  const scheduleOf = ({ schedule, learningRate }: RunConfig) => JSON.stringify([schedule, learningRate]);
  if (!from.schedule || !samples || scheduleOf(parent) !== scheduleOf(fork)) return false;
  return fork.epochs <= (lastEpochOfSchedule(fork, from, samples) ?? fork.epochs);
}

/** Number of training samples, by the log or else by a checkpoint. */
function trainSamples({ dataset }: RunState, checkpoint: Checkpoint | undefined): number | undefined {
  return (dataset ?? checkpoint?.recorded.dataset)?.trainSamples;
}

/** The earliest epoch with the highest test accuracy among a run's own up to `epoch`. */
function bestOwnEpoch({ epochs, parent }: RunState, epoch: number): number | undefined {
  const own = epochs.filter((one) => one.epoch > (parent?.epoch ?? 0) && one.epoch <= epoch);
  const most = Math.max(...own.map(({ testAccuracy }) => testAccuracy));
  return own.find(({ testAccuracy }) => testAccuracy === most)?.epoch;
}

/**
 * The highest test accuracy of a run's own epochs.
 * @param epoch number of complete epochs, including a parent's
 * @param from has the accuracy of epochs that a damaged log has lost
 */
function ownBestAccuracy(
  { epochs, parent }: RunState,
  epoch: number,
  from: Checkpoint | undefined,
): number | undefined {
  const begin = parent?.epoch ?? 0;
  const own = epochs.filter((one) => one.epoch > begin && one.epoch <= epoch);
  const accuracies = own.map(({ testAccuracy }) => testAccuracy);
  // Checkpoints of forks by earlier versions count the parent's epochs as the run's own.
  const recorded = own.length < epoch - begin ? (from?.recorded.bestAccuracy ?? null) : null;
  if (recorded !== null) accuracies.push(recorded);
  return accuracies.length > 0 ? Math.max(...accuracies) : undefined;
}
