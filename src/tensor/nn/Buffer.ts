import type { Shape } from "../shape";
import { Tensor } from "../Tensor";
import { areShapesAlone } from "./Parameter";

const buffers = new WeakSet<Tensor>();

/** A whole number in a module's state: an int64 tensor without dimensions. */
export class Counter {
  readonly shape: Shape = [];
  readonly data = new BigInt64Array(1);

  get value(): number {
    return Number(this.data[0]);
  }

  increase(): void {
    this.data[0]!++;
  }
}

/**
 * Makes a part of a module's state that is not trained, such as a running mean, filled with `value`. The tensor
 * requires no gradient and outlives every scope.
 */
export function buffer(shape: Shape, value: number): Tensor {
  const created = areShapesAlone() ? Tensor.ofShapeAlone(shape) : Tensor.full(shape, value);
  buffers.add(created.keep());
  return created;
}

/** Whether a value was made by `buffer()`, or is a counter. */
export function isBuffer(value: unknown): value is Tensor | Counter {
  return value instanceof Counter || (value instanceof Tensor && buffers.has(value));
}
