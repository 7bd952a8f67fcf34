import type { Shape } from "../shape";
import { Tensor } from "../Tensor";

const parameters = new WeakSet<Tensor>();

let isWithoutMemory = false;

/** Whether parameters are made as shapes alone, so that nothing can be written into them. */
export function areShapesAlone(): boolean {
  return isWithoutMemory;
}

/** Runs `fn` while {@link parameter} makes shapes alone, whose contents cannot be read or written. */
export function withShapesAlone<T>(fn: () => T): T {
  const before = isWithoutMemory;
  isWithoutMemory = true;
  try {
    return fn();
  } finally {
    isWithoutMemory = before;
  }
}

/** A tensor that a module learns: it requires a gradient and outlives every scope. Contents undefined. */
export function parameter(shape: Shape): Tensor {
  const made = isWithoutMemory ? Tensor.ofShapeAlone(shape) : Tensor.empty(shape);
  const created = made.requiresGrad_().keep();
  parameters.add(created);
  return created;
}

/** Whether it was made by `parameter()`; it stays one when its gradient is turned off. */
export function isParameter(value: unknown): value is Tensor {
  return value instanceof Tensor && parameters.has(value);
}
