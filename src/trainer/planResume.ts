import * as l10n from "@vscode/l10n";
import type { Folder } from "../files/Folder";
import { type Checkpoint, checkNetwork } from "../model/checkpoints/Checkpoint";
import type { FoundCheckpoint } from "../model/checkpoints/CheckpointFiles";
import { noWholeCheckpoint } from "../model/checkpoints/noWholeCheckpoint";
import { RunCheckpoints } from "../model/checkpoints/RunCheckpoints";
import type { UnusableError } from "../model/checkpoints/UnusableError";
import { type ReadRun, readRun } from "../model/readRun";
import { TaskError } from "../protocol/TaskError";
import type { TrainingTask } from "../protocol/trainerProtocol";
import { bestOf, decisiveAccuracy } from "../runs/bestEpoch";
import type { EpochEvent } from "../runs/RunEvent";
import type { RunState } from "../runs/RunState";
import { WEIGHTS } from "../runs/runFiles";
import { openRun } from "../runs/runsFolder";
import { isOver } from "../runs/transitions";
import { whyTooManyEpochs } from "./cycleEnd";
import { checkLocation, datasetAt, trainSamples } from "./dataOfRun";
import { layersBefore } from "./layers/layersBefore";
import { learningRateAt, learningRatesAfter } from "./learningRates";
import type { IsChosen, Plan, PreparedRun } from "./PreparedRun";

type Resume = Extract<TrainingTask, { resume: unknown }>["resume"];

/**
 * Plans the resume of a run from its newest whole checkpoint; from the beginning if {@link checkNothingIsLost} allows
 * it.
 * @param files the run's folder, whose lock this process holds
 * @throws as `prepareRun` does
 */
export async function planResume(
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
  // A run whose trainer was killed after the last epoch is not `finished`. It is resumed to write its final weights and
  // its `ended` event.
  const isFinished = state.status === "finished";
  if (epoch > config.epochs || (epoch === config.epochs && isFinished))
    throw new TaskError(
      isFinished
        ? l10n.t("The run {0} has done all its epochs; ask for more than {1} to continue.", run.id, epoch)
        : l10n.t(
            "The run {0} has done more epochs already; ask for at least {1} to continue.",
            run.id,
            epoch + 1,
          ),
      epoch + 1,
    );
  const isWithinEpoch = typeof found?.checkpoint.position === "number";
  if (isWithinEpoch && epoch === config.epochs)
    throw new TaskError(
      l10n.t("The run {0} is in epoch {1} already; ask for at least {1} to continue.", run.id, epoch + 1),
      epoch + 1,
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
      ...(found ? checkpoints.warnings(refused, found.event.file, instead) : beginsAnew(read)),
    ],
    from,
    learningRates: learningRatesAfter(step, state.controls),
    isFork: false,
    dataset,
    endedBefore: endOf(state),
    bestAccuracy: ownBestAccuracy(state, epoch, found?.checkpoint),
    bestEpoch: bestOf(ownEpochs(state, epoch))?.epoch,
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

/**
 * Checks that a run without a usable checkpoint may start again at step 0. A run that had checkpoints would repeat its
 * training. A run with final weights would overwrite them.
 * @throws Error with a one-sentence message for a run that had checkpoints or has final weights, and for a fork, which
 * does not begin at step 0
 */
function checkNothingIsLost(path: string, { run, state }: ReadRun, refused: readonly UnusableError[]): void {
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
 * The number of epochs that the run is to have in all. The configuration of an unlogged checkpoint may have a higher
 * number than the log, which may have lost a user's request for more epochs.
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

/** How a run had ended. A run without an `ended` event counts as interrupted. */
function endOf({ status, seconds, missing }: RunState): PreparedRun["endedBefore"] {
  return {
    status: isOver(status) ? status : "interrupted",
    seconds,
    ...(missing.length > 0 && { missing }),
  };
}

/** The run's own epochs up to `epoch`, without those of a fork's parent. */
function ownEpochs({ epochs, parent }: RunState, epoch: number): EpochEvent[] {
  return epochs.filter((one) => one.epoch > (parent?.epoch ?? 0) && one.epoch <= epoch);
}

/**
 * The highest `decisiveAccuracy` of a run's own epochs; undefined where none is known.
 * @param epoch number of complete epochs, including a parent's
 * @param from the checkpoint to resume from; its best accuracy includes epochs that a damaged log has lost
 */
function ownBestAccuracy(state: RunState, epoch: number, from: Checkpoint | undefined): number | undefined {
  const begin = state.parent?.epoch ?? 0;
  const own = ownEpochs(state, epoch);
  const accuracies = own.map(decisiveAccuracy);
  // The accuracy in the checkpoint is used only where the log lacks epochs: forks by earlier versions recorded an
  // accuracy there that counts the parent's epochs as the run's own.
  const recorded = own.length < epoch - begin ? (from?.recorded.bestAccuracy ?? null) : null;
  if (recorded !== null) accuracies.push(recorded);
  return accuracies.length > 0 ? Math.max(...accuracies) : undefined;
}
