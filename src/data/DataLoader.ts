import { defaultGenerator, fromBytes, Generator, type Tensor } from "../tensor";
import type { ImageDataset } from "./ImageDataset";
import { isChanging, type Transforms, transformImage } from "./transforms";

/**
 * A batch of b samples. X: the images [b, channels, height, width], with values from 0 to 1. The caller, or the `tidy`
 * around the call, disposes of X. y: the labels [b].
 */
export type Batch = [X: Tensor, y: Int32Array];

export interface DataLoaderOptions {
  /** Number of samples in a batch. The last batch of a pass may have fewer. Default: 1. */
  batchSize?: number;
  /** Whether each pass has a random order of its own. Default: false, the order of the data set. */
  shuffle?: boolean;
  /** Indices of the samples in a pass, ascending, like those of a `torch.utils.data.Subset`. Default: all samples. */
  samples?: Int32Array;
  /** Random changes of each image. Default: none. */
  transforms?: Transforms;
}

/**
 * Batches of a data set as `torch.utils.data.DataLoader` with `ToTensor` draws them: from the same state of the default
 * generator, this class and PyTorch draw the same batches and leave the generator in the same state.
 */
export class DataLoader implements Iterable<Batch> {
  readonly batchSize: number;
  readonly shuffle: boolean;
  /** Indices of the samples in a pass, ascending; undefined for all samples. */
  readonly samples: Int32Array | undefined;
  /** Random changes of each image; undefined where the images stay unchanged. */
  readonly transforms: Transforms | undefined;

  /** @throws RangeError when the batch size is not a whole number of at least 1 */
  constructor(
    readonly dataset: ImageDataset,
    { batchSize = 1, shuffle = false, samples, transforms }: DataLoaderOptions = {},
  ) {
    if (!Number.isSafeInteger(batchSize) || batchSize < 1) {
      throw new RangeError(`DataLoader: batchSize must be a whole number from 1, not ${batchSize}.`);
    }
    this.batchSize = batchSize;
    this.shuffle = shuffle;
    this.transforms = transforms && isChanging(transforms) ? transforms : undefined;
    this.samples = samples;
  }

  /** Number of samples in a pass. */
  get count(): number {
    return this.samples?.length ?? this.dataset.length;
  }

  /** Number of batches in a pass. */
  get length(): number {
    return Math.ceil(this.count / this.batchSize);
  }

  [Symbol.iterator](): DataLoaderIterator {
    return new DataLoaderIterator(this);
  }

  /**
   * Continues a pass from the `order` and `position` of its iterator. Random numbers that the pass has drawn already
   * are not drawn again.
   * @throws RangeError when `order` or `position` does not fit the data set
   */
  resume(pass: Pick<DataLoaderIterator, "order" | "position">): DataLoaderIterator {
    return new DataLoaderIterator(this, pass);
  }
}

/** One pass over the samples of a loader. */
export class DataLoaderIterator implements IterableIterator<Batch> {
  /**
   * Indices of the samples in the order of the pass. Undefined before the first batch of a pass that was not resumed,
   * and for a loader that neither shuffles nor has `samples`.
   */
  order?: Int32Array;
  /** Number of samples in the batches so far. */
  position = 0;

  constructor(
    private readonly loader: DataLoader,
    pass?: Pick<DataLoaderIterator, "order" | "position">,
  ) {
    if (!pass) {
      // PyTorch draws a base seed for its workers here, even without workers. The same draw keeps the generators'
      // states equal.
      defaultGenerator.int64();
      return;
    }
    const { count } = loader;
    const { length } = loader.dataset;
    const isOrder = pass.order?.length === count && pass.order.every((index) => index >= 0 && index < length);
    if (pass.position > count || (pass.order && !isOrder)) {
      throw new RangeError(
        `DataLoader: the pass to resume is not one over this data set of length ${count}.`,
      );
    }
    this.order = pass.order;
    this.position = pass.position;
  }

  next(): IteratorResult<Batch, undefined> {
    const { batchSize, shuffle, samples, count } = this.loader;
    this.order ??= shuffle ? this.drawOrder() : samples;
    const end = Math.min(this.position + batchSize, count);
    if (this.position >= end) return { done: true, value: undefined };
    const batch = this.batch(this.position, end);
    this.position = end;
    return { done: false, value: batch };
  }

  [Symbol.iterator](): this {
    return this;
  }

  private drawOrder(): Int32Array {
    const { samples, count } = this.loader;
    const order = new Generator(defaultGenerator.int64()).randperm(count);
    return samples ? order.map((place) => samples[place]!) : order;
  }

  private batch(from: number, to: number): Batch {
    const { images, labels, image } = this.loader.dataset;
    const indices = this.order?.subarray(from, to);
    const X = this.loader.transforms
      ? fromBytes(this.transformed(this.loader.transforms, from, to), image, { firstRow: 0, rows: to - from })
      : fromBytes(images, image, indices ? { indices } : { firstRow: from, rows: to - from });
    const y = Int32Array.from({ length: to - from }, (_, i) => labels[indices ? indices[i]! : from + i]!);
    return [X, y];
  }

  /** Transformed copies of the images at the positions `from` to `to - 1` of the pass: `[to - from, ...image]`. */
  private transformed(transforms: Transforms, from: number, to: number): Uint8Array {
    const { images, image } = this.loader.dataset;
    const [channels, height, width] = image;
    const bytes = channels * height * width;
    const copies = new Uint8Array((to - from) * bytes);
    for (let i = from; i < to; i++) {
      const source = (this.order ? this.order[i]! : i) * bytes;
      const copy = copies.subarray((i - from) * bytes, (i - from + 1) * bytes);
      transformImage(images.subarray(source, source + bytes), image, transforms, copy);
    }
    return copies;
  }
}
