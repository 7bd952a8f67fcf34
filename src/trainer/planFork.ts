import * as l10n from "@vscode/l10n";
import { checkLocation as checkDataFolder, datasets, isPublished } from "../data";
import { type Checkpoint, checkNetwork } from "../model/checkpoints/Checkpoint";
import { checkVersion } from "../model/readRun";
import { TaskError } from "../protocol/TaskError";
import type { TrainingTask } from "../protocol/trainerProtocol";
import { createRun } from "../runs/createRun";
import { InvalidConfigError, type RunConfig, resolveRunConfig } from "../runs/RunConfig";
import { hasSchedule } from "../runs/schedules";
import { withForkChanges } from "../runs/withForkChanges";
import { epochsText } from "../text/amounts";
import { checkLength, lastEpochOfSchedule } from "./cycleEnd";
import { checkLocation, configOfData, datasetAt, trainSamples } from "./dataOfRun";
import { findForkPoint } from "./findForkPoint";
import { inheritedEvents } from "./inheritedEvents";
import { layersBefore } from "./layers/layersBefore";
import { learningRateAt } from "./learningRates";
import { type IsChosen, type NewPlan, noCheckpoints } from "./PreparedRun";

type Fork = Extract<TrainingTask, { fork: unknown }>["fork"];

/** Plans a fork, checks the location of its data, and makes its folder. @throws as `prepareRun` does */
export async function planFork(
  { folder, checkpoint, changes, location }: Fork,
  runsFolder: string,
  isChosen: IsChosen,
): Promise<NewPlan> {
  await checkVersion(folder);
  const { run: read, found, warnings } = await findForkPoint(folder, checkpoint);
  const { run, created, state, begun } = read;
  checkNetwork(found.event.file, found.checkpoint, begun);
  const { epoch, step } = found.checkpoint;
  const rateInForce = learningRateAt(step, state.controls) ?? found.checkpoint.learningRate;
  const epochs = changes.epochs ?? state.totalEpochs ?? begun.epochs;
  const changed = withForkChanges(begun, changes);
  // In a run with a schedule, `learningRate` is not the rate in force but the one from which the schedule computes all
  // rates.
  const isScheduled = hasSchedule(begun) && hasSchedule(changed);
  const learningRate = changes.learningRate ?? (isScheduled ? begun.learningRate : rateInForce);
  // A schedule such as CosineAnnealingLR can end with the rate 0.
  if (changes.learningRate === undefined && learningRate === 0)
    throw new InvalidConfigError(
      "learningRate",
      l10n.t("must be given, since the learning rate at this checkpoint is 0"),
    );
  const config = resolveRunConfig({
    ...changed,
    learningRate,
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
      epoch + 1,
    );
  const continues = continuesSchedule(begun, config, found.checkpoint, trainSamples(state, found.checkpoint));
  if (!continues) checkLength(config, config.epochs - epoch);
  const from: Checkpoint = continues
    ? { ...found.checkpoint, learningRate: rateInForce }
    : { ...found.checkpoint, learningRate: config.learningRate, schedule: undefined };
  const dataset = state.dataset ?? found.checkpoint.recorded.dataset ?? undefined;
  if (location === undefined) checkLocation(run.id, { config, from, dataset }, isChosen);
  // The location is checked before the fork's folder is made.
  const data = configOfData({ config, from, dataset }).dataset;
  if (isPublished(data.name)) await checkDataFolder(data.location, datasets[data.name]);
  const parent = { id: run.id, name: run.name, created, checkpoint: found.event.file, epoch, step };
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
    // The best accuracy of a fork counts only the fork's own epochs. The fork has no epochs of its own yet.
    bestAccuracy: undefined,
    ...noCheckpoints,
    layers: config.evaluation.layers ? layersBefore(folder, step) : [],
    seconds: 0,
  };
}

/**
 * Whether a fork continues its parent's schedule. A new schedule begins at the fork if the checkpoint has no place in a
 * schedule, if the size of the training set is unknown, if the fork has another schedule or another learning rate, or
 * if it has more epochs than its parent's schedule covers.
 * @param samples number of images of the whole training set
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
