import { Float16Bits, float16Of } from "../formats/float16";
import type { StoredArray } from "../formats/safetensors";

/** The types of a history's arrays. Each array has one element for each training sample. */
const types = {
  /** Number of epochs in which the sample was seen and its margin was finite, up to 65,535. */
  seen: Uint16Array,
  /** Number of epochs in which the sample was predicted correctly. */
  correct: Uint16Array,
  /** Number of times that a correct prediction was followed by a wrong one. */
  forgotten: Uint16Array,
  /** The latest prediction; {@link noPrediction} before the first prediction. */
  predicted: Uint8Array,
  /** Sum of the true class's probability over the epochs. */
  probabilitySum: Float32Array,
  /** Sum of the squares of the true class's probability over the epochs. */
  squareSum: Float32Array,
  /** Sum of the margin over the epochs; see {@link SampleHistory}. */
  marginSum: Float32Array,
  /** The true class's probability in the present epoch; NaN until the epoch has trained on the sample. */
  probability: Float16Bits,
  /** The loss in the present epoch; NaN until the epoch has trained on the sample. */
  loss: Float16Bits,
} as const;

type Name = keyof typeof types;
type Arrays = { readonly [N in Name]: InstanceType<(typeof types)[N]> };
const names = Object.keys(types) as Name[];

const prefix = "history.";
const notYet = float16Of(Number.NaN);
/** Stands for no prediction in an array of predicted classes. The labels of every data set are below this number. */
export const noPrediction = 255;

/** The samples of a batch: their indices, or the index of the first of consecutive samples. */
export type BatchRows = { indices: Int32Array } | { firstRow: number };

/**
 * Figures of each training sample over the epochs of a training. They come from the training's forward passes, before
 * each update of the weights. The margin is the logit of the true class minus the largest other logit (area under the
 * margin: Pleiss et al., 2020). The mean and the spread of the true class's probability are defined as for data maps
 * (Swayamdipta et al., 2020). Forgetting is defined by Toneva et al. (2019).
 */
export class SampleHistory {
  private readonly arrays: Arrays;

  /** @param length number of samples */
  constructor(readonly length: number) {
    this.arrays = Object.fromEntries(
      names.map((name) => [name, new types[name](length)]),
    ) as unknown as Arrays;
    this.arrays.predicted.fill(noPrediction);
    this.beginEpoch();
  }

  get probability(): Float16Bits {
    return this.arrays.probability;
  }

  get loss(): Float16Bits {
    return this.arrays.loss;
  }

  get predicted(): Uint8Array {
    return this.arrays.predicted;
  }

  get seen(): Uint16Array {
    return this.arrays.seen;
  }

  get correct(): Uint16Array {
    return this.arrays.correct;
  }

  get forgotten(): Uint16Array {
    return this.arrays.forgotten;
  }

  /**
   * Mean of the true class's probability over the epochs that {@link seen} counts; NaN for a sample without such an
   * epoch.
   */
  get meanProbability(): Float32Array {
    return this.perEpoch(this.arrays.probabilitySum);
  }

  /**
   * Standard deviation of the true class's probability over the epochs that {@link seen} counts, with the number of
   * epochs as the divisor; NaN for a sample without such an epoch.
   */
  get spread(): Float32Array {
    const { squareSum, seen } = this.arrays;
    const mean = this.meanProbability;
    return mean.map((one, index) => Math.sqrt(Math.max(0, squareSum[index]! / seen[index]! - one * one)));
  }

  /**
   * Mean of the margin over the epochs that {@link seen} counts (the area under the margin); NaN for a sample without
   * such an epoch.
   */
  get meanMargin(): Float32Array {
    return this.perEpoch(this.arrays.marginSum);
  }

  private perEpoch(sums: Float32Array): Float32Array {
    return sums.map((sum, index) => sum / this.arrays.seen[index]!);
  }

  beginEpoch(): void {
    this.arrays.probability.fill(notYet);
    this.arrays.loss.fill(notYet);
  }

  /** Adds a batch of b samples. @param labels [b], the true classes @param logProbabilities [b, classes], row-major */
  add(rows: BatchRows, labels: Int32Array, logProbabilities: Float32Array): void {
    const { seen, correct, forgotten, predicted, probabilitySum, squareSum, marginSum, probability, loss } =
      this.arrays;
    const classes = logProbabilities.length / labels.length;
    for (let row = 0; row < labels.length; row++) {
      const sample = "indices" in rows ? rows.indices[row]! : rows.firstRow + row;
      const label = labels[row]!;
      const from = row * classes;
      const own = logProbabilities[from + label]!;
      let other = Number.NEGATIVE_INFINITY;
      let otherClass = -1;
      for (let one = 0; one < classes; one++) {
        const value = logProbabilities[from + one]!;
        if (one === label || value <= other) continue;
        other = value;
        otherClass = one;
      }
      // Of classes with equal probabilities, the first one is the prediction.
      const isRight = own > other || (own === other && label < otherClass);
      const wasRight = predicted[sample] === label;
      const share = Math.exp(own);
      const margin = own - other;
      if (isRight) correct[sample]!++;
      else if (wasRight) forgotten[sample]!++;
      predicted[sample] = isRight ? label : otherClass;
      // The probabilities of a diverged network are NaN, which would make the sums useless. They are left out of the
      // sums, and of the number of epochs by which the sums are divided.
      if (Number.isFinite(margin)) {
        if (seen[sample] !== 0xffff) seen[sample]!++;
        probabilitySum[sample]! += share;
        squareSum[sample]! += share * share;
        marginSum[sample]! += margin;
      }
      probability[sample] = float16Of(share);
      loss[sample] = float16Of(-own);
    }
  }

  /** The arrays themselves, not copies, with their names in a checkpoint. */
  stored(): [name: string, array: StoredArray][] {
    return names.map((name) => [prefix + name, { shape: [this.length], data: this.arrays[name] }]);
  }

  /**
   * Removes the arrays of a history from the tensors of a checkpoint, and returns a history with copies of them.
   * @returns undefined where the checkpoint has no history
   * @throws RangeError with the name of an array that is missing, has another type or shape, or has a sum that is not
   * finite
   */
  static take(tensors: Map<string, StoredArray>): SampleHistory | undefined {
    const length = tensors.get(prefix + names[0])?.shape[0];
    if (length === undefined) return undefined;
    const history = new SampleHistory(length);
    for (const name of names) {
      const array = tensors.get(prefix + name);
      tensors.delete(prefix + name);
      const isRight =
        array?.shape.length === 1 && array.data.length === length && array.data.constructor === types[name];
      if (!isRight || !isPossible(array.data)) throw new RangeError(prefix + name);
      history.arrays[name].set(array.data);
    }
    return history;
  }
}

/** Whether an array can be part of a history. The arrays of sums (Float32Array) must be finite. */
function isPossible(data: StoredArray["data"]): boolean {
  return !(data instanceof Float32Array) || data.every(Number.isFinite);
}
