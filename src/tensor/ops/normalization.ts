import { record } from "../autograd";
import { kernels } from "../kernels";
import { ShapeError, sameShape, showShape } from "../shape";
import { Tensor } from "../Tensor";

export interface NormalizationOptions {
  weight?: Tensor | null;
  bias?: Tensor | null;
  /** Added to the variance before its square root is taken, so that the divisor is not 0. Default: 1e-5. */
  eps?: number;
}

/**
 * Normalizes x over the last dimension, then multiplies by the weight and adds the bias
 * (`torch.nn.functional.layer_norm`). Weight and bias have the shape [length of the last dimension].
 * @throws ShapeError if x is a scalar, or if weight or bias does not fit.
 */
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
 * @param name the operation, for the error message
 * @throws ShapeError unless each of `parameters` that is not null has the shape [length].
 */
export function checkAffine(name: string, x: Tensor, length: number, ...parameters: (Tensor | null)[]): void {
  for (const affine of parameters) {
    if (affine && !sameShape(affine.shape, [length])) {
      throw new ShapeError(
        `${name}: weight or bias ${showShape(affine.shape)} does not fit input ${showShape(x.shape)}; it must be [${length}].`,
      );
    }
  }
}
