import type { Shape } from "../shape";
import { Tensor } from "../Tensor";

const parameters = new WeakSet<Tensor>();

let isWithoutMemory = false;

/**
 * Whether {@link withShapesAlone} is running. New parameters and buffers then have no storage, and the caller must not
 * write initial values into them.
 */
export function areShapesAlone(): boolean {
  return isWithoutMemory;
}

/** Runs `fn` and returns its result. Parameters and buffers that `fn` makes have a shape, but no storage. */
export function withShapesAlone<T>(fn: () => T): T {
  const before = isWithoutMemory;
  isWithoutMemory = true;
  try {
    return fn();
  } finally {
    isWithoutMemory = before;
  }
}

/**
 * Makes a parameter of a module: a tensor that requires a gradient and outlives every scope. Its elements are not
 * initialized.
 */
export function parameter(shape: Shape): Tensor {
  const made = isWithoutMemory ? Tensor.ofShapeAlone(shape) : Tensor.empty(shape);
  const created = made.requiresGrad_().keep();
  parameters.add(created);
  return created;
}

/** Whether a value was made by `parameter()`, even if its `requiresGrad` was changed afterwards. */
export function isParameter(value: unknown): value is Tensor {
  return value instanceof Tensor && parameters.has(value);
}
