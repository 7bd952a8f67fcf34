import { record } from "../autograd";
import { kernels } from "../kernels";
import { ShapeError, showShape, sizeOf } from "../shape";
import { Tensor } from "../Tensor";
import { checkAffine, type NormalizationOptions } from "./normalization";
import { together } from "./together";

export interface BatchNormOptions extends NormalizationOptions {
  /** The running mean [channels]. */
  runningMean?: Tensor | null;
  /** The running unbiased variance [channels]. */
  runningVar?: Tensor | null;
  /**
   * Whether the batch is normalized with its own mean and variance. The running statistics, if given, are then updated
   * in place. If false, the batch is normalized with the running statistics. Default: true without running statistics,
   * else false.
   */
  training?: boolean;
  /** Weight (0 to 1) of the batch in the update of the running statistics. Default: 0.1. */
  momentum?: number;
  /** Whether negative results become 0, with the same bits as if a ReLU followed. Default: false. */
  relu?: boolean;
}

/**
 * Normalizes every channel of [batch, channels, ...] with its mean and biased variance over the batch and all further
 * dimensions, or with the running statistics. Then multiplies by the weight and adds the bias
 * (`torch.nn.functional.batch_norm`).
 * @throws ShapeError if the shapes do not fit, or if a channel has fewer than two values in training.
 * @throws RangeError if `training` is false and one of the running statistics is missing.
 */
export function batchNorm(x: Tensor, options: BatchNormOptions = {}): Tensor {
  const { weight = null, bias = null, runningMean = null, runningVar = null } = options;
  const { eps = 1e-5, momentum = 0.1, relu = false } = options;
  const { training = !runningMean && !runningVar } = options;
  const [batch, channels, ...rest] = x.shape;
  if (batch === undefined || channels === undefined) {
    throw new ShapeError(
      `batchNorm: shape ${showShape(x.shape)} has no channels; it takes [batch, channels, ...].`,
    );
  }
  checkAffine("batchNorm", x, channels, weight, bias);
  checkAffine("batchNorm", x, channels, runningMean, runningVar);
  const size = { batch, channels, inner: sizeOf(rest) };
  const count = batch * size.inner;
  if (training && count <= 1) {
    throw new ShapeError(
      `batchNorm: training needs more than one value per channel, which shape ${showShape(x.shape)} has not.`,
    );
  }
  const mean = training ? Tensor.empty([channels]) : needed(runningMean);
  const variance = training ? Tensor.empty([channels]) : needed(runningVar);
  const out = Tensor.empty(x.shape);
  const task = () => ({
    ...size,
    x: x.data,
    ofBatch: training,
    mean: mean.data,
    variance: variance.data,
    eps,
    weight: weight?.data,
  });
  kernels().batchNorm({ ...task(), bias: bias?.data, relu, out: out.data });
  if (training) {
    average(runningMean, mean, momentum, 1);
    average(runningVar, variance, momentum, count / (count - 1));
  }

  const gradients = together(3, (dy) => {
    const dx = Tensor.empty(x.shape);
    const [dWeight, dBias] = [Tensor.empty([channels]), Tensor.empty([channels])];
    kernels().batchNormBackward({
      ...task(),
      reluOutput: relu ? out.data : undefined,
      dy: dy.data,
      dx: dx.data,
      dWeight: dWeight.data,
      dBias: dBias.data,
    });
    return [dx, dWeight, dBias];
  });
  return record(
    relu ? "batchNormRelu" : "batchNorm",
    out,
    ...([x, weight, bias] as const).flatMap((input, i) => (input ? [[input, gradients[i]!] as const] : [])),
  );
}

/**
 * Updates a running statistic: running = momentum · factor · current + (1 − momentum) · running. For a variance,
 * `factor` makes the biased variance of the batch unbiased. For a mean, it is 1.
 */
function average(running: Tensor | null, current: Tensor, momentum: number, factor: number): void {
  running?.data.forEach((value, i, values) => {
    values[i] = momentum * factor * current.data[i]! + (1 - momentum) * value;
  });
}

function needed(running: Tensor | null): Tensor {
  if (!running) throw new RangeError("batchNorm: evaluation needs runningMean and runningVar.");
  return running;
}
