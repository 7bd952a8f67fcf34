import { defaultGenerator, type Generator } from "../random";
import { Tensor } from "../Tensor";
import { mul } from "./elementwise";

/**
 * Sets elements to 0 with probability p and scales the others by 1 / (1 − p). @throws RangeError for p outside [0,
 * 1].
 */
export function dropout(x: Tensor, p = 0.5, generator: Generator = defaultGenerator): Tensor {
  if (!(p >= 0 && p <= 1)) {
    throw new RangeError(`dropout: a probability lies between 0 and 1, not at ${p}.`);
  }
  const mask = Tensor.empty(x.shape);
  generator.dropoutMask(mask.data, p);
  return mul(x, mask);
}
