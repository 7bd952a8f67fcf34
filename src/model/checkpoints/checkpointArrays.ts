/**
 * The arrays of a checkpoint: weights, buffers of the optimizer, state of the random number generator, history of the
 * samples and order of the samples. A file with any other array is refused.
 */

import * as l10n from "@vscode/l10n";
import type * as safetensors from "../../formats/safetensors";
import type { RunConfig } from "../../runs/RunConfig";
import { SampleHistory } from "../../runs/SampleHistory";
import { trainedCount } from "../../runs/trainingParts";
import { type Shape, showShape } from "../../tensor";
import { samplesText } from "../../text/amounts";
import { wholeNumber } from "../../text/numbers";
import { bufferShapes, parameterShapes } from "../makeModel";
import { optimizerBuffers } from "../makeOptimizer";
import { generatorWords, type Position, type RecordedFigures, shownName } from "./checkpointParts";

export const OPTIMIZER = "optimizer.";
export const GENERATOR = "generator.words";
export const ORDER = "data.order";

interface ArrayOf<Data> {
  readonly shape: Shape;
  readonly data: Data;
}

export interface CheckpointArrays {
  /** Parameters and buffers of the network, by name. */
  weights: ReadonlyMap<string, ArrayOf<Float32Array | BigInt64Array>>;
  /** Buffers of the optimizer, with the keys of `optim.OptimizerState.buffers`. */
  buffers: ReadonlyMap<string, ArrayOf<Float32Array>>;
  /** The words of the random number generator's state. {@link Position} has the rest of the state as `generator`. */
  words: Uint32Array;
  /** Figures of each training sample; undefined where the run did not record them. */
  history?: SampleHistory;
  /**
   * Indices of the samples in the order of the epoch under way. Undefined without shuffling and between two epochs; may
   * be undefined before the epoch's first batch.
   */
  order?: Int32Array;
}

const types = { F32: Float32Array, I64: BigInt64Array, I32: Int32Array, U32: Uint32Array } as const;

/**
 * Checks the arrays of a checkpoint and returns them.
 * @param tensors all arrays of the file; they are outside of the engine's memory
 * @throws Error if an array is missing, has another type or shape than the configuration requires, has a value that is
 * out of range, or is not needed by the configuration, and if the position or the optimizer's parameters contradict the
 * configuration. The message is a clause after "The checkpoint X cannot be used: "
 */
export function takeArrays(
  tensors: ReadonlyMap<string, safetensors.StoredArray>,
  position: Position,
  config: RunConfig,
  recorded: RecordedFigures,
): CheckpointArrays {
  const left = new Map(tensors);
  const take = <Type extends keyof typeof types>(name: string, type: Type, shape: Shape) => {
    const array = left.get(name);
    if (!array) throw new Error(l10n.t("it holds no {0}", name));
    const { data } = array;
    if (!(data instanceof types[type]) || showShape(array.shape) !== showShape(shape))
      throw new Error(
        l10n.t("its {0} is not {1} {2}, as the configuration needs", name, type, showShape(shape)),
      );
    left.delete(name);
    return { shape, data: data as InstanceType<(typeof types)[Type]> };
  };
  const weights: [string, ArrayOf<Float32Array | BigInt64Array>][] = [];
  const buffers: [string, ArrayOf<Float32Array>][] = [];
  const parameters = [...parameterShapes(config)];
  const { optimizerSteps } = position;
  if (optimizerSteps.length !== parameters.length)
    throw new Error(
      l10n.t(
        "its optimizer has {0} parameters, the configuration's network {1}",
        optimizerSteps.length,
        parameters.length,
      ),
    );
  for (const [index, [name, shape]] of parameters.entries()) {
    weights.push([name, take(name, "F32", shape)]);
    // An optimizer makes the buffers of a parameter at the first update of this parameter.
    if (optimizerSteps[index] === 0) continue;
    for (const buffer of optimizerBuffers(config)) {
      const key = `${index}.${buffer}`;
      buffers.push([key, take(OPTIMIZER + key, "F32", shape)]);
    }
  }
  for (const [name, { shape, dtype }] of bufferShapes(config)) weights.push([name, take(name, dtype, shape)]);
  const words = take(GENERATOR, "U32", [generatorWords]).data;
  const order = takeOrder(left, position, config, recorded);
  left.delete(ORDER);
  const history = takeHistory(left, recorded);
  const [other] = left.keys();
  if (other !== undefined)
    throw new Error(l10n.t('it holds "{0}", which the configuration does not need', shownName(other)));
  if (config.onDivergence === "stop")
    for (const [name, { data }] of weights)
      if (data instanceof Float32Array && !data.every(Number.isFinite))
        throw new Error(l10n.t("its {0} holds a value that is not a finite number", name));
  return { weights: new Map(weights), buffers: new Map(buffers), words, order, history };
}

function takeHistory(
  tensors: Map<string, safetensors.StoredArray>,
  { dataset }: RecordedFigures,
): SampleHistory | undefined {
  let history: SampleHistory | undefined;
  try {
    history = SampleHistory.take(tensors);
  } catch (error) {
    throw new Error(l10n.t("its {0} is not one figure for each training sample", (error as Error).message));
  }
  if (history && dataset && history.length !== dataset.trainSamples)
    throw new Error(
      l10n.t(
        "it has the figures of {0}, and the training set has {1}",
        samplesText(history.length),
        wholeNumber(dataset.trainSamples),
      ),
    );
  return history;
}

function takeOrder(
  tensors: ReadonlyMap<string, safetensors.StoredArray>,
  { position }: Position,
  { shuffle, dataset: parts }: RunConfig,
  { dataset }: RecordedFigures,
): Int32Array | undefined {
  const array = tensors.get(ORDER);
  const most = dataset ? trainedCount(parts, dataset.trainSamples) : Infinity;
  if (position !== null && position > most)
    throw new Error(
      l10n.t("it is at sample {0} of a training set of {1}", wholeNumber(position), wholeNumber(most)),
    );
  if (!array) {
    if (shuffle && position !== null && position > 0) throw new Error(l10n.t("it holds no {0}", ORDER));
    return undefined;
  }
  const { data, shape } = array;
  if (!shuffle || position === null)
    throw new Error(l10n.t("it holds {0}, which belongs to a shuffled epoch", ORDER));
  if (!(data instanceof Int32Array) || shape.length !== 1 || !isOrder(data, parts))
    throw new Error(l10n.t("its {0} is not each sample's number once, as I32", ORDER));
  if (position > data.length || (dataset && data.length !== most))
    throw new Error(
      l10n.t(
        "its {0} is of {1}, and it is at sample {2} of {3}",
        ORDER,
        samplesText(data.length),
        wholeNumber(position),
        wholeNumber(most),
      ),
    );
  return data;
}

/**
 * Whether `order` has the index of each trained sample once. The trained samples are the first `order.length` samples
 * of the training set that are not excluded; the samples held out for validation come after them.
 */
function isOrder(order: Int32Array, { exclude }: RunConfig["dataset"]): boolean {
  const seen = new Uint8Array(order.length + exclude.length);
  for (const sample of exclude) seen[sample] = 1;
  let last = -1;
  for (const sample of order) {
    if (sample < 0 || sample >= seen.length || seen[sample]) return false;
    seen[sample] = 1;
    last = Math.max(last, sample);
  }
  return seen.subarray(0, last).every(Boolean);
}
