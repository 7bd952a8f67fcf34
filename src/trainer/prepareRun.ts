import { basename, dirname } from "node:path";
import { type RunConfig, resolveRunConfig } from "../runs/RunConfig";
import type {
  CheckpointEvent,
  ControlEvent,
  EndedEvent,
  Environment,
  ResumedEvent,
  RunEvent,
} from "../runs/RunEvent";
import { holdsRun } from "../runs/RunRecord";
import { foldEvents, type RunState } from "../runs/RunState";
import { createRun, RunStore } from "../runs/RunStore";
import { isOver } from "../runs/transitions";
import type { Checkpoint } from "./Checkpoint";
import { CheckpointFiles } from "./CheckpointFiles";
import type { RunLock } from "./RunLock";
import type { TrainingTask } from "./trainerProtocol";

/** What a trainer needs to know before it performs a run. */
export interface PreparedRun {
  id: string;
  folder: string;
  /** Events that the run's log held before. */
  recordedEvents: number;
  config: RunConfig;
  /** The kernels that computed so far, since others round in another way. */
  kernels?: string;
  /** The run's first event in this process. */
  firstEvent: (time: string, environment: Environment) => RunEvent;
  /** To be told after it. */
  warnings: string[];
  from?: Checkpoint;
  isFork: boolean;
  /** What the run trained on so far, where it must be the same. */
  dataset?: RunState["dataset"];
  /** How it had ended before it was resumed; it has again where its data cannot be opened. */
  endedBefore?: EndedEvent["status"];
  bestAccuracy?: number;
  checkpoints: readonly CheckpointEvent[];
  /** Of the run's clock. */
  seconds: number;
  /** Held: nobody else writes the run. */
  lock: RunLock;
}

type Plan = Omit<PreparedRun, "lock">;

/**
 * @param takeLock the run's, by its folder; fails in one sentence where another process has it.
 * @throws Error, one sentence, when the task cannot be done.
 */
export async function prepareRun(
  task: TrainingTask,
  takeLock: (folder: string) => Promise<RunLock>,
): Promise<PreparedRun> {
  if ("resume" in task) {
    const { folder } = task.resume;
    if (!holdsRun(folder)) throw noRun(folder);
    // What the run has come to is known only when nobody adds to it any more.
    const lock = await takeLock(folder);
    try {
      return { ...(await planResume(task.resume)), lock };
    } catch (error) {
      lock.release();
      throw error;
    }
  }
  const plan = "fork" in task ? await planFork(task.fork, task.runsFolder) : planNew(task);
  return { ...plan, lock: await takeLock(plan.folder) };
}

type New = Extract<TrainingTask, { config: unknown }>;
type Resume = Extract<TrainingTask, { resume: unknown }>["resume"];
type Fork = Extract<TrainingTask, { fork: unknown }>["fork"];

function planNew({ config, runsFolder }: New): Plan {
  return {
    ...createRun(runsFolder, config, new Date()),
    recordedEvents: 0,
    firstEvent: (time, environment) => ({ type: "started", time, config, environment }),
    warnings: [],
    isFork: false,
    checkpoints: [],
    seconds: 0,
  };
}

async function planResume({ folder, epochs, compute, location }: Resume): Promise<Plan> {
  const { run, loggedEvents, state, begun } = await readRun(folder);
  const files = new CheckpointFiles(folder, state.checkpoints);
  const { found, refused } = files.readNewest();
  if (!found && state.parent)
    throw new Error(`The forked run ${run.id} has ${noneOf(refused)}; fork its parent again.`);
  const config = {
    ...begun,
    epochs: epochs ?? state.totalEpochs ?? begun.epochs,
    dataset: datasetAt(location, begun),
    compute: { ...begun.compute, ...compute },
  };
  const { epoch = 0, step = 0, seconds = 0 } = found?.checkpoint ?? {};
  // One that died after its last epoch still has its end to come.
  const isDone = epoch === config.epochs && state.status === "finished";
  if (isDone || epoch > config.epochs)
    throw new Error(`The run ${run.id} has done all its epochs; ask for more than ${epoch} to go on.`);
  const learningRate =
    learningRateAt(step, state.controls) ?? found?.checkpoint.learningRate ?? config.learningRate;
  const checkpoint = found?.event.file ?? null;
  const before = state.epochs.filter((one) => one.epoch <= epoch);
  return {
    ...run,
    recordedEvents: loggedEvents,
    config,
    kernels: state.environment?.kernels,
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
    warnings: whatWasRefused(refused, found?.event.file),
    from: found && { ...found.checkpoint, learningRate },
    isFork: false,
    dataset: state.dataset,
    endedBefore: endOf(state),
    bestAccuracy: highestAccuracy(before),
    checkpoints: state.checkpoints.filter((one) => one.step <= step),
    seconds,
  };
}

async function planFork({ folder, checkpoint, changes, location }: Fork, runsFolder: string): Promise<Plan> {
  const { run, state, begun } = await readRun(folder);
  const files = new CheckpointFiles(folder, state.checkpoints);
  const { found, refused } = checkpoint
    ? { found: files.readNamed(checkpoint), refused: [] }
    : files.readNewest();
  if (!found) throw new Error(`The run ${run.id} has ${noneOf(refused)} to fork from.`);
  const { epoch, step } = found.checkpoint;
  const learningRate = changes.learningRate ?? found.checkpoint.learningRate;
  const epochs = changes.epochs ?? state.totalEpochs ?? begun.epochs;
  const config = resolveRunConfig({
    ...begun,
    ...changes,
    learningRate,
    epochs,
    dataset: datasetAt(location, begun),
    compute: { ...begun.compute, ...changes.compute },
  });
  if (epoch >= config.epochs)
    throw new Error(
      `The checkpoint is the end of epoch ${epoch}; ask for more than ${epoch} epochs to go on.`,
    );
  const parent = { id: run.id, name: run.name, checkpoint: found.event.file, epoch, step };
  const epochsBefore = state.epochs.filter((one) => one.epoch <= epoch);
  const losses = state.losses.slice(0, step).map((loss) => (Number.isFinite(loss) ? loss : null));
  return {
    ...createRun(runsFolder, config, new Date(), parent),
    recordedEvents: 0,
    kernels: state.environment?.kernels,
    firstEvent: (time, environment) => ({
      type: "started",
      time,
      config,
      environment,
      parent: { ...parent, losses, epochs: epochsBefore },
    }),
    warnings: refused,
    from: { ...found.checkpoint, learningRate },
    isFork: true,
    dataset: state.dataset,
    bestAccuracy: highestAccuracy(epochsBefore),
    checkpoints: [],
    seconds: 0,
  };
}

async function readRun(folder: string) {
  const store = new RunStore(dirname(folder));
  const { run, events, loggedEvents, config } = await store.read(basename(folder)).catch(() => {
    throw noRun(folder);
  });
  const state = foldEvents(events);
  return { run, loggedEvents, state, begun: state.config ?? config };
}

function datasetAt(location: string | undefined, { dataset }: RunConfig): RunConfig["dataset"] {
  return location === undefined ? dataset : { ...dataset, location };
}

/** A run that did not come to say how it ended was interrupted. */
function endOf({ status }: RunState): EndedEvent["status"] {
  return isOver(status) ? status : "interrupted";
}

function noRun(folder: string): Error {
  return new Error(`The folder ${folder} holds no run that this version can read.`);
}

/** @param from the checkpoint before those that were refused, if there is one */
function whatWasRefused(refused: readonly string[], from: string | undefined): string[] {
  if (from) return refused.map((sentence) => `${sentence} The run goes on from ${from}.`);
  return refused.length === 0 ? [] : [`The run has ${noneOf(refused)} and goes on from its beginning.`];
}

/** @param refused what each of a run's checkpoints was refused for */
function noneOf({ length }: readonly string[]): string {
  return length === 0 ? "no checkpoint" : `no whole checkpoint among its ${length}`;
}

/** What a user set at this very step, before or after its checkpoint was written. */
function learningRateAt(step: number, controls: RunState["controls"]): number | undefined {
  const isChange = (event: ControlEvent | ResumedEvent): event is ControlEvent =>
    event.type === "control" && event.action === "learningRate" && event.step === step;
  return controls.findLast(isChange)?.value;
}

function highestAccuracy(epochs: readonly { testAccuracy: number }[]): number | undefined {
  return epochs.length > 0 ? Math.max(...epochs.map(({ testAccuracy }) => testAccuracy)) : undefined;
}
