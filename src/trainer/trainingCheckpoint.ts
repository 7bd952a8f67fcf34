import * as l10n from "@vscode/l10n";
import type { DataLoader, DataLoaderIterator } from "../data";
import * as safetensors from "../formats/safetensors";
import { type Checkpoint, FORMAT } from "../model/checkpoints/Checkpoint";
import { GENERATOR, OPTIMIZER, ORDER } from "../model/checkpoints/checkpointArrays";
import type { Position, RecordedFigures } from "../model/checkpoints/checkpointParts";
import { seal, UNSEALED } from "../model/checkpoints/seal";
import type { RunConfig } from "../runs/RunConfig";
import { defaultGenerator } from "../tensor";
import { samplesText } from "../text/amounts";
import type { TrainingState } from "./TrainingState";

/** Encodes a safetensors file: the weights under their own names, and everything to continue exactly. */
export function encodeCheckpoint(
  state: TrainingState,
  config: RunConfig,
  seconds: number,
  recorded: RecordedFigures,
): Uint8Array {
  const { steps, buffers } = state.optimizer.stateDict();
  const { words, index, cachedNormal } = state.generator;
  const order = state.batches?.order;
  const position: Position = {
    epoch: state.epoch,
    step: state.step,
    position: state.batches?.position ?? null,
    sums: state.sums,
    optimizer: config.optimizer,
    optimizerSteps: steps,
    learningRate: state.optimizer.lr,
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
 * Sets a training to the state of a checkpoint. If the optimizer is of another kind, or needs other buffers, it
 * begins without any.
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
  if (keepsOptimizer(checkpoint.config, config))
    state.optimizer.loadStateDict({ steps: checkpoint.optimizerSteps, buffers });
  state.model.loadStateDict(weights);
  state.optimizer.lr = checkpoint.learningRate;
  state.epoch = checkpoint.epoch;
  state.step = checkpoint.step;
  state.sums = { ...checkpoint.sums };
  // A run from before histories were recorded begins one here.
  if (state.history && history?.length === state.history.length) state.history = history;
  state.batches = batches;
  defaultGenerator.setState({ words, ...generator });
}

/**
 * The position within the epoch under way; undefined between two epochs. @throws Error when it belongs to another
 * training set
 */
function resumedBatches(
  trainLoader: DataLoader,
  { position, order }: Checkpoint,
): DataLoaderIterator | undefined {
  if (position === null) return undefined;
  const { length } = trainLoader.dataset;
  if (position > length || (order && order.length !== length))
    throw new Error(
      order
        ? l10n.t(
            "The checkpoint is within an epoch of {0}, and the training set has {1}.",
            samplesText(order.length),
            length,
          )
        : l10n.t(
            "The checkpoint is within an epoch of at least {0}, and the training set has {1}.",
            samplesText(position),
            length,
          ),
    );
  return trainLoader.resume({ position, order });
}

function keepsOptimizer(before: RunConfig, now: RunConfig): boolean {
  return before.optimizer === now.optimizer && before.momentum > 0 === now.momentum > 0;
}
