import { record } from "../autograd";
import { kernels } from "../kernels";
import { ShapeError, sameShape, showShape, sizeOf } from "../shape";
import { Tensor } from "../Tensor";
import { add, mul } from "./elementwise";
import { reshape, transpose } from "./movement";

export interface NormalizationOptions {
  weight?: Tensor | null;
  bias?: Tensor | null;
  /** Added to the variance. */
  eps?: number;
}

/** Normalizes over the last dimension, then scales and shifts it by weight and bias (`torch.nn.functional.layer_norm`). */
export function layerNorm(x: Tensor, options: NormalizationOptions = {}): Tensor {
  const { weight = null, bias = null, eps = 1e-5 } = options;
  const cols = x.shape.at(-1);
  if (cols === undefined) {
    throw new ShapeError("layerNorm: a scalar has no dimension to normalize over.");
  }
  checkAffine("layerNorm", x, cols, weight, bias);
  const rows = cols === 0 ? 0 : x.size / cols;
  const out = Tensor.empty(x.shape);
  const mean = Tensor.empty([rows]);
  const inverseDeviation = Tensor.empty([rows]);
  const task = () => ({
    rows,
    cols,
    x: x.data,
    weight: weight?.data,
    mean: mean.data,
    inverseDeviation: inverseDeviation.data,
  });
  kernels().layerNorm({ ...task(), bias: bias?.data, eps, out: out.data });
  const gradient = (of: Tensor, name: "dx" | "dWeight" | "dBias") =>
    [
      of,
      (dy: Tensor) => {
        const result = Tensor.empty(of.shape);
        kernels().layerNormBackward({ ...task(), dy: dy.data, [name]: result.data });
        return result;
      },
    ] as const;
  return record(
    "layerNorm",
    out,
    gradient(x, "dx"),
    ...(weight ? [gradient(weight, "dWeight")] : []),
    ...(bias ? [gradient(bias, "dBias")] : []),
  );
}

/**
 * Normalizes every channel of [batch, channels, ...] over the batch and all further dimensions, by the batch's own
 * mean and biased variance, then scales and shifts it (`torch.nn.functional.batch_norm` while training).
 */
export function batchNorm(x: Tensor, options: NormalizationOptions = {}): Tensor {
  const { weight = null, bias = null, eps = 1e-5 } = options;
  const [batch, channels, ...rest] = x.shape;
  if (batch === undefined || channels === undefined) {
    throw new ShapeError(
      `batchNorm: shape ${showShape(x.shape)} has no channels; it takes [batch, channels, ...].`,
    );
  }
  checkAffine("batchNorm", x, channels, weight, bias);
  // With the channels as outermost dimension, each channel is a row for layer norm.
  const byChannel = transpose(x, 0, 1);
  const normal = layerNorm(reshape(byChannel, [channels, batch * sizeOf(rest)]), { eps });
  const scaled = weight ? mul(normal, reshape(weight, [channels, 1])) : normal;
  const shifted = bias ? add(scaled, reshape(bias, [channels, 1])) : scaled;
  return transpose(reshape(shifted, byChannel.shape), 0, 1);
}

function checkAffine(
  name: string,
  x: Tensor,
  length: number,
  weight: Tensor | null,
  bias: Tensor | null,
): void {
  for (const affine of [weight, bias]) {
    if (affine && !sameShape(affine.shape, [length])) {
      throw new ShapeError(
        `${name}: weight or bias ${showShape(affine.shape)} does not fit input ${showShape(x.shape)}; it must be [${length}].`,
      );
    }
  }
}
