import * as v from "valibot";
import type { DataLoader } from "../../data";
import { type RunConfig, runConfigSchema } from "../../runs/RunConfig";
import { checkpointReasonSchema, datasetSchema } from "../../runs/RunEvent";
import { defaultGenerator, safetensors } from "../../tensor";
import type { TrainingState } from "../TrainingState";
import { isSealed, seal, UNSEALED } from "./seal";

const FORMAT = "fitting-room checkpoint 1";
const OPTIMIZER = "optimizer.";
const GENERATOR = "generator.words";
const ORDER = "data.order";

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
/** JSON has no NaN: a sum that is not finite is written as null. */
const sum = v.pipe(
  v.nullable(v.number()),
  v.transform((value) => value ?? Number.NaN),
);

const positionSchema = v.object({
  /** Complete epochs, and steps of all epochs. */
  epoch: count,
  step: count,
  /** Samples given out in the epoch under way; null between two epochs. */
  position: v.nullable(count),
  sums: v.object({ steps: count, samples: count, correct: count, loss: sum, seconds: v.number() }),
  optimizer: v.picklist(["sgd", "adam", "adamw"]),
  optimizerSteps: v.array(count),
  learningRate: v.number(),
  generator: v.object({ index: count, cachedNormal: v.nullable(v.number()) }),
  /** Of the run's clock. */
  seconds: v.number(),
});

const toldSchema = v.object({
  reason: checkpointReasonSchema,
  /** The highest test accuracy of the epochs so far; null before the first. */
  bestAccuracy: v.nullable(v.number()),
  /** The variant that computes. */
  kernels: v.string(),
  /** What is trained on. */
  dataset: v.nullable(v.omit(datasetSchema, ["type"])),
});

/** What the run's log tells of it as well, for when that is lost. */
export type Told = v.InferOutput<typeof toldSchema>;

/** What a checkpoint holds: the arrays, and where in the training they belong. */
export interface Checkpoint extends v.InferOutput<typeof positionSchema> {
  config: RunConfig;
  told: Told;
  tensors: ReadonlyMap<string, safetensors.StoredArray>;
}

/** The bytes of a safetensors file: the weights under their own names, and all that it takes to go on exactly. */
export function encodeCheckpoint(
  state: TrainingState,
  config: RunConfig,
  seconds: number,
  told: Told,
): Uint8Array {
  const { steps, buffers } = state.optimizer.stateDict();
  const { words, index, cachedNormal } = state.generator;
  const order = state.batches?.order;
  const position: v.InferInput<typeof positionSchema> = {
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
  if (order) arrays.push([ORDER, { shape: [order.length], data: order }]);
  const bytes = safetensors.write(arrays, {
    format: FORMAT,
    sha256: UNSEALED,
    training: JSON.stringify(position),
    config: JSON.stringify(config),
    told: JSON.stringify(told),
  });
  seal(bytes);
  return bytes;
}

/** @throws Error, why the bytes are no whole checkpoint that this version can read. */
export function decodeCheckpoint(bytes: Uint8Array): Checkpoint {
  if (!isSealed(bytes)) throw new Error("it has not the SHA-256 that it holds of itself");
  const { tensors, metadata } = safetensors.read(bytes);
  if (metadata.format !== FORMAT) throw new Error("it is not a checkpoint that this version can read");
  const position = v.parse(positionSchema, JSON.parse(metadata.training ?? ""));
  if (!(tensors.get(GENERATOR)?.data instanceof Uint32Array)) throw new Error(`it holds no ${GENERATOR}`);
  const config = v.parse(runConfigSchema, JSON.parse(metadata.config ?? ""));
  const told = v.parse(toldSchema, JSON.parse(metadata.told ?? ""));
  return { ...position, config, told, tensors };
}

/**
 * Brings a training to where a checkpoint was written. An optimizer of another kind than the checkpoint's, or one
 * that needs other buffers, begins with none.
 * @param trainLoader what the training goes on to draw its batches from
 * @throws Error naming the first part that does not fit.
 */
export function restoreCheckpoint(
  state: TrainingState,
  trainLoader: DataLoader,
  checkpoint: Checkpoint,
  config: RunConfig,
): void {
  const { tensors, generator, position } = checkpoint;
  const weights = new Map<string, safetensors.StoredArray>();
  const buffers = new Map<string, safetensors.StoredArray>();
  for (const [name, array] of tensors) {
    if (name.startsWith(OPTIMIZER)) buffers.set(name.slice(OPTIMIZER.length), array);
    else if (name !== GENERATOR && name !== ORDER) weights.set(name, array);
  }
  state.model.loadStateDict(weights);
  if (keepsOptimizer(checkpoint.config, config))
    state.optimizer.loadStateDict({ steps: checkpoint.optimizerSteps, buffers });
  state.optimizer.lr = checkpoint.learningRate;
  state.epoch = checkpoint.epoch;
  state.step = checkpoint.step;
  state.sums = { ...checkpoint.sums };
  if (position !== null) {
    const order = tensors.get(ORDER)?.data as Int32Array | undefined;
    state.batches = trainLoader.resume({ position, order });
  }
  defaultGenerator.setState({ words: tensors.get(GENERATOR)?.data as Uint32Array, ...generator });
}

function keepsOptimizer(before: RunConfig, now: RunConfig): boolean {
  return before.optimizer === now.optimizer && before.momentum > 0 === now.momentum > 0;
}
