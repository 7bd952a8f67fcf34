import * as l10n from "@vscode/l10n";
import type { DataLoader, DataLoaderIterator } from "../data";
import * as safetensors from "../formats/safetensors";
import { type Checkpoint, FORMAT } from "../model/checkpoints/Checkpoint";
import { GENERATOR, OPTIMIZER, ORDER } from "../model/checkpoints/checkpointArrays";
import type { Position, RecordedFigures } from "../model/checkpoints/checkpointParts";
import { seal, UNSEALED } from "../model/checkpoints/seal";
import { optimizerBuffers } from "../model/makeOptimizer";
import type { RunConfig } from "../runs/RunConfig";
import { defaultGenerator } from "../tensor";
import { samplesText } from "../text/amounts";
import { wholeNumber } from "../text/numbers";
import type { TrainingState } from "./TrainingState";

/**
 * Encodes a checkpoint as a safetensors file: the weights under the names of the model's state dict, and everything
 * else that a training needs to continue exactly.
 * @param seconds time (s) of the run's clock
 * @param recorded figures that the run's log holds as well
 */
export function encodeCheckpoint(
  state: TrainingState,
  config: RunConfig,
  seconds: number,
  recorded: RecordedFigures,
): Uint8Array {
  const { steps, buffers } = state.optimizer.stateDict();
  const { words, index, cachedNormal } = state.generator;
  const order = config.shuffle ? state.batches?.order : undefined;
  const { epoch, sums, schedule } = state.place;
  const position: Position = {
    epoch,
    step: state.step,
    position: state.batches?.position ?? null,
    sums,
    optimizer: config.optimizer,
    optimizerSteps: steps,
    learningRate: state.optimizer.lr,
    ...(schedule && { schedule }),
    generator: { index, cachedNormal },
    seconds,
  };
  const arrays: [string, safetensors.StoredArray][] = [...state.model.stateDict()];
  for (const [name, buffer] of buffers) arrays.push([OPTIMIZER + name, buffer]);
  arrays.push([GENERATOR, { shape: [words.length], data: words }]);
  if (state.history) arrays.push(...state.history.stored());
  if (order) arrays.push([ORDER, { shape: [order.length], data: order }]);
  const bytes = safetensors.write(arrays, {
    format: FORMAT,
    sha256: UNSEALED,
    training: JSON.stringify(position),
    config: JSON.stringify(config),
    told: JSON.stringify(recorded),
  });
  seal(bytes);
  return bytes;
}

/**
 * Sets a training to the state of a checkpoint. If the optimizer of `config` is of another kind than the checkpoint's,
 * or has other buffers, the optimizer starts without the checkpoint's buffers and step counts. If the checkpoint has no
 * place in a schedule, the schedule of `config` begins at its start.
 * @param trainLoader the source of the next batches
 * @throws Error naming the first part that does not fit; the weights are then unchanged
 */
export function restoreCheckpoint(
  state: TrainingState,
  trainLoader: DataLoader,
  checkpoint: Checkpoint,
  config: RunConfig,
): void {
  const { weights, buffers, words, generator, history } = checkpoint;
  const batches = resumedBatches(trainLoader, checkpoint);
  state.epoch = checkpoint.epoch;
  // The schedule begins before the optimizer's state is loaded, since a schedule may set the momentum, on which the
  // optimizer's buffers depend.
  state.beginSchedule(trainLoader.dataset.length, checkpoint.schedule?.length);
  if (checkpoint.schedule) state.schedule?.scheduler.loadStateDict(checkpoint.schedule);
  if (keepsOptimizer(checkpoint.config, config))
    state.optimizer.loadStateDict({ steps: checkpoint.optimizerSteps, buffers });
  state.model.loadStateDict(weights);
  state.step = checkpoint.step;
  state.sums = { ...checkpoint.sums };
  // If the checkpoint has no history, or one with another number of samples, the history begins at this step.
  if (state.history && history?.length === state.history.length) state.history = history;
  state.batches = batches;
  // A schedule that begins here has already set its first learning rate.
  if (checkpoint.schedule || !state.schedule) state.optimizer.lr = checkpoint.learningRate;
  defaultGenerator.setState({ words, ...generator });
}

/**
 * Returns the rest of the epoch that the checkpoint is within; undefined for a checkpoint between two epochs.
 * @throws Error with a one-sentence message if the position or the order of samples does not fit the size of the
 * training set
 */
function resumedBatches(
  trainLoader: DataLoader,
  { position, order }: Checkpoint,
): DataLoaderIterator | undefined {
  if (position === null) return undefined;
  const { count } = trainLoader;
  if (position > count || (order && order.length !== count))
    throw new Error(
      order
        ? l10n.t(
            "The checkpoint is within an epoch of {0}, and the training set has {1}.",
            samplesText(order.length),
            wholeNumber(count),
          )
        : l10n.t(
            "The checkpoint is within an epoch of at least {0}, and the training set has {1}.",
            samplesText(position),
            wholeNumber(count),
          ),
    );
  return trainLoader.resume({ position, order });
}

function keepsOptimizer(before: RunConfig, now: RunConfig): boolean {
  const [had, has] = [before, now].map((config) => optimizerBuffers(config).join());
  return before.optimizer === now.optimizer && had === has;
}
