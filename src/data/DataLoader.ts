import { defaultGenerator, fromBytes, Generator, type Tensor } from "../tensor";
import type { ImageDataset } from "./ImageDataset";

/** X: [b, channels, height, width] with values from 0 to 1; the caller (or its `tidy`) disposes of it. y: [b]. */
export type Batch = [X: Tensor, y: Int32Array];

export interface DataLoaderOptions {
  /** Samples in a batch. The last batch of an epoch holds the rest. */
  batchSize?: number;
  /** Whether every epoch has its own order. */
  shuffle?: boolean;
}

/**
 * Batches of a data set as `torch.utils.data.DataLoader` with `ToTensor` draws them: the same state of the default
 * generator gives the same batches, and the same state afterwards.
 */
export class DataLoader implements Iterable<Batch> {
  readonly batchSize: number;
  readonly shuffle: boolean;

  /** @throws RangeError when the batch size is not a whole number of at least 1 */
  constructor(
    readonly dataset: ImageDataset,
    { batchSize = 1, shuffle = false }: DataLoaderOptions = {},
  ) {
    if (!Number.isSafeInteger(batchSize) || batchSize < 1) {
      throw new RangeError(`DataLoader: batchSize must be a whole number from 1, not ${batchSize}.`);
    }
    this.batchSize = batchSize;
    this.shuffle = shuffle;
  }

  /** Number of batches. */
  get length(): number {
    return Math.ceil(this.dataset.length / this.batchSize);
  }

  [Symbol.iterator](): DataLoaderIterator {
    return new DataLoaderIterator(this);
  }

  /**
   * Continues a pass from the `order` and `position` of its iterator. Draws nothing from the default generator that
   * the pass had drawn already.
   * @throws RangeError when they do not belong to this data set
   */
  resume(pass: Pick<DataLoaderIterator, "order" | "position">): DataLoaderIterator {
    return new DataLoaderIterator(this, pass);
  }
}

/** One pass over a data set. */
export class DataLoaderIterator implements IterableIterator<Batch> {
  /** Indices of the samples in order, drawn for the first batch; undefined without shuffling. */
  order?: Int32Array;
  /** Number of samples in the batches so far. */
  position = 0;

  constructor(
    private readonly loader: DataLoader,
    pass?: Pick<DataLoaderIterator, "order" | "position">,
  ) {
    if (!pass) {
      // PyTorch draws a base seed for its workers here, even without workers.
      defaultGenerator.int64();
      return;
    }
    const { length } = loader.dataset;
    const isOrder =
      pass.order?.length === length && pass.order.every((index) => index >= 0 && index < length);
    if (pass.position > length || (pass.order && !isOrder)) {
      throw new RangeError(
        `DataLoader: the pass to resume is not one over this data set of length ${length}.`,
      );
    }
    this.order = pass.order;
    this.position = pass.position;
  }

  next(): IteratorResult<Batch, undefined> {
    const { dataset, batchSize, shuffle } = this.loader;
    if (shuffle) this.order ??= new Generator(defaultGenerator.int64()).randperm(dataset.length);
    const end = Math.min(this.position + batchSize, dataset.length);
    if (this.position >= end) return { done: true, value: undefined };
    const batch = this.batch(this.position, end);
    this.position = end;
    return { done: false, value: batch };
  }

  [Symbol.iterator](): this {
    return this;
  }

  private batch(from: number, to: number): Batch {
    const { images, labels, image } = this.loader.dataset;
    const indices = this.order?.subarray(from, to);
    const rows = indices ? { indices } : { firstRow: from, rows: to - from };
    const X = fromBytes(images, image, rows);
    const y = Int32Array.from({ length: to - from }, (_, i) => labels[indices ? indices[i]! : from + i]!);
    return [X, y];
  }
}
