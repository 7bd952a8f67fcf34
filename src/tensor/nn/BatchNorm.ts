import { batchNorm } from "../ops";
import { ShapeError, showShape } from "../shape";
import type { Tensor } from "../Tensor";
import { buffer, Counter } from "./Buffer";
import { Module } from "./Module";
import { areShapesAlone, parameter } from "./Parameter";

export interface BatchNormModuleOptions {
  /** Added to the variance. Default: 1e-5. */
  eps?: number;
  /**
   * Weight (0 to 1) of a batch in the update of the running statistics. Null: the running statistics are the means over
   * all batches. Default: 0.1.
   */
  momentum?: number | null;
  /** Whether there are a weight and a bias, which begin as 1 and 0. Default: true. */
  affine?: boolean;
  /**
   * Whether the module has running statistics, by which evaluation mode normalizes. Otherwise evaluation mode
   * normalizes by the batch's own statistics, as training mode does. Default: true.
   */
  trackRunningStats?: boolean;
}

/**
 * Normalizes each channel: in training mode by the batch's own statistics, in evaluation mode by the running
 * statistics, if there are any. The base of `torch.nn.BatchNorm1d` and `BatchNorm2d`.
 */
abstract class BatchNorm extends Module {
  /** [numFeatures]; null without the option `affine`. */
  readonly weight: Tensor | null;
  /** [numFeatures]; null without the option `affine`. */
  readonly bias: Tensor | null;
  /**
   * The running mean [numFeatures]. This buffer and the next two are null without the option `trackRunningStats`. Their
   * names are PyTorch's keys of a state dictionary.
   */
  readonly running_mean: Tensor | null;
  /** The running unbiased variance [numFeatures]. */
  readonly running_var: Tensor | null;
  /** Number of batches that were normalized in training mode. */
  readonly num_batches_tracked: Counter | null;
  readonly eps: number;
  readonly momentum: number | null;

  constructor(
    readonly numFeatures: number,
    options: BatchNormModuleOptions = {},
  ) {
    super();
    const { eps = 1e-5, momentum = 0.1, affine = true, trackRunningStats = true } = options;
    this.eps = eps;
    this.momentum = momentum;
    this.weight = affine ? parameter([numFeatures]) : null;
    this.bias = affine ? parameter([numFeatures]) : null;
    if (!areShapesAlone()) {
      this.weight?.fill_(1);
      this.bias?.fill_(0);
    }
    this.running_mean = trackRunningStats ? buffer([numFeatures], 0) : null;
    this.running_var = trackRunningStats ? buffer([numFeatures], 1) : null;
    this.num_batches_tracked = trackRunningStats ? new Counter() : null;
  }

  /** Numbers of dimensions that an input may have. */
  protected abstract readonly dimensions: readonly number[];

  /** @param options with `relu`, negative results become 0. @throws ShapeError for an input that does not fit. */
  forward(x: Tensor, { relu = false }: { relu?: boolean } = {}): Tensor {
    if (!this.dimensions.includes(x.shape.length)) {
      throw new ShapeError(
        `${this.constructor.name}: an input has ${this.dimensions.join(" or ")} dimensions, not the shape ${showShape(x.shape)}.`,
      );
    }
    const { weight, bias, running_mean: runningMean, running_var: runningVar, eps, training } = this;
    if (training) this.num_batches_tracked?.increase();
    const momentum = this.momentum ?? 1 / (this.num_batches_tracked?.value || 1);
    return batchNorm(x, {
      weight,
      bias,
      runningMean,
      runningVar,
      training: training || runningMean === null,
      momentum,
      eps,
      relu,
    });
  }
}

/** Batch normalization of [N, channels] or [N, channels, length]. */
export class BatchNorm1d extends BatchNorm {
  protected readonly dimensions = [2, 3];
}

/** Batch normalization of images [N, channels, height, width]. */
export class BatchNorm2d extends BatchNorm {
  protected readonly dimensions = [4];
}
