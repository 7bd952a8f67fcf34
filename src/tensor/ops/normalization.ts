import { record } from "../autograd";
import { kernels } from "../kernels";
import { ShapeError, sameShape, showShape } from "../shape";
import { Tensor } from "../Tensor";

export interface NormalizationOptions {
  weight?: Tensor | null;
  bias?: Tensor | null;
  /** Added to the variance. Default: 1e-5. */
  eps?: number;
}

/**
 * Normalizes x over the last dimension, then scales and shifts it by weight and bias, each [length of the last
 * dimension] (`torch.nn.functional.layer_norm`).
 * @throws ShapeError for a scalar, or when weight or bias does not fit.
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

/** @throws ShapeError, naming the operation, unless every given parameter has the shape [length]. */
export function checkAffine(name: string, x: Tensor, length: number, ...parameters: (Tensor | null)[]): void {
  for (const affine of parameters) {
    if (affine && !sameShape(affine.shape, [length])) {
      throw new ShapeError(
        `${name}: weight or bias ${showShape(affine.shape)} does not fit input ${showShape(x.shape)}; it must be [${length}].`,
      );
    }
  }
}
