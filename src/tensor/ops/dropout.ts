import { kernels } from "../kernels";
import { defaultGenerator, type Generator } from "../random";
import { ShapeError, showShape } from "../shape";
import { Tensor } from "../Tensor";
import { mul } from "./elementwise";

/**
 * Sets each element to 0 with probability p and scales the others by 1 / (1 − p).
 * @throws RangeError for p outside [0, 1].
 */
export function dropout(x: Tensor, p = 0.5, generator: Generator = defaultGenerator): Tensor {
  checkProbability("dropout", p);
  const mask = Tensor.empty(x.shape);
  kernels().dropoutMask({ generator, p, out: mask.data });
  return mul(x, mask);
}

/**
 * Sets each whole channel of [batch, channels, ...] to 0 with probability p and scales the others by 1 / (1 − p).
 * @throws RangeError if p is outside [0, 1]. @throws ShapeError if x has fewer than two dimensions.
 */
export function dropout2d(x: Tensor, p = 0.5, generator: Generator = defaultGenerator): Tensor {
  checkProbability("dropout2d", p);
  const [batch, channels, ...inner] = x.shape;
  if (batch === undefined || channels === undefined) {
    throw new ShapeError(
      `dropout2d: shape ${showShape(x.shape)} has no channels; it takes [batch, channels, ...].`,
    );
  }
  const mask = Tensor.empty([batch, channels, ...inner.map(() => 1)]);
  kernels().dropoutMask({ generator, p, out: mask.data });
  return mul(x, mask);
}

function checkProbability(operation: string, p: number): void {
  if (!(p >= 0 && p <= 1)) {
    throw new RangeError(`${operation}: a probability lies between 0 and 1, not at ${p}.`);
  }
}
