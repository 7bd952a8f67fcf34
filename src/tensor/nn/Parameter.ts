import type { Shape } from "../shape";
import { Tensor } from "../Tensor";

const parameters = new WeakSet<Tensor>();

/** A tensor that a module learns: it requires a gradient and outlives every scope. Contents undefined. */
export function parameter(shape: Shape): Tensor {
  const created = Tensor.empty(shape).requiresGrad_().keep();
  parameters.add(created);
  return created;
}

/** Whether it was made by `parameter()`; it stays one when its gradient is turned off. */
export function isParameter(value: unknown): value is Tensor {
  return value instanceof Tensor && parameters.has(value);
}
