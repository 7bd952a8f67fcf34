import type { Shape } from "../shape";
import { Tensor } from "../Tensor";
import { areShapesAlone } from "./Parameter";

const buffers = new WeakSet<Tensor>();

/** A whole number in a module's state. In the state dictionary, it is an int64 tensor without dimensions. */
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
 * Makes a buffer of a module, filled with `value`. A buffer is state that is not trained, such as a running mean. The
 * tensor requires no gradient and outlives every scope.
 */
export function buffer(shape: Shape, value: number): Tensor {
  const created = areShapesAlone() ? Tensor.ofShapeAlone(shape) : Tensor.full(shape, value);
  buffers.add(created.keep());
  return created;
}

/** Whether a value is a tensor made by `buffer()`, or a {@link Counter}. */
export function isBuffer(value: unknown): value is Tensor | Counter {
  return value instanceof Counter || (value instanceof Tensor && buffers.has(value));
}
