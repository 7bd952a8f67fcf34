import { batchNorm } from "../ops";
import { ShapeError, showShape } from "../shape";
import type { Tensor } from "../Tensor";
import { buffer, Counter } from "./Buffer";
import { Module } from "./Module";
import { areShapesAlone, parameter } from "./Parameter";

export interface BatchNormModuleOptions {
  /** Added to the variance before its square root is taken, so that the divisor is not 0. Default: 1e-5. */
  eps?: number;
  /**
   * Weight (0 to 1) of the current batch in the update of the running statistics. If null, the running statistics are
   * the means over all batches so far. Default: 0.1.
   */
  momentum?: number | null;
  /** Whether the module has a weight (initially 1) and a bias (initially 0). Default: true. */
  affine?: boolean;
  /**
   * Whether the module has running statistics, with which it normalizes in evaluation mode. Otherwise, evaluation mode
   * uses the statistics of the batch, like training mode. Default: true.
   */
  trackRunningStats?: boolean;
}

/**
 * Normalizes each channel with a mean and a variance, like `torch.nn.BatchNorm1d` and `BatchNorm2d`. In evaluation
 * mode, these are the running statistics, if the module has any. Otherwise they are the statistics of the batch.
 */
abstract class BatchNorm extends Module {
  /** [numFeatures]; null if the option `affine` is false. */
  readonly weight: Tensor | null;
  /** [numFeatures]; null if the option `affine` is false. */
  readonly bias: Tensor | null;
  /**
   * The running mean [numFeatures]. This buffer and the next two are null if the option `trackRunningStats` is false.
   * Their names are the keys of PyTorch's state dictionary.
   */
  readonly running_mean: Tensor | null;
  /** The running unbiased variance [numFeatures]. */
  readonly running_var: Tensor | null;
  /** Number of batches that the module has normalized in training mode. */
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

  /** The permitted numbers of dimensions of an input. */
  protected abstract readonly dimensions: readonly number[];

  /** @param options with `relu`, negative results become 0. @throws ShapeError if the input does not fit. */
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
