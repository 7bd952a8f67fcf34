/**
 * Adds the operations as methods to `Tensor`. `Tensor.ts` itself cannot import the operations, since the operations
 * import `Tensor.ts`.
 */
import { backward } from "./autograd";
import * as ops from "./ops";
import type { Operand } from "./ops/elementwise";
import type { Shape } from "./shape";
import { Tensor } from "./Tensor";

type Max = { values: Tensor; indices: Int32Array };

/**
 * Without `dim`, the greatest of all elements. With `dim`, the greatest elements along this dimension and their
 * indices. If several elements are greatest, the index is that of the first.
 */
function max(this: Tensor): Tensor;
function max(this: Tensor, dim: number, keepdim?: boolean): Max;
function max(this: Tensor, dim?: number, keepdim = false): Tensor | Max {
  return dim === undefined ? ops.maxAll(this) : ops.max(this, dim, keepdim);
}

const methods = {
  /**
   * Computes the gradient of this tensor with respect to each leaf of its graph that requires a gradient, and adds the
   * gradient to the leaf's `grad`, like `torch.Tensor.backward`.
   */
  backward(this: Tensor, gradient: Tensor | null = null, options: { retainGraph?: boolean } = {}): void {
    backward(this, gradient, options.retainGraph ?? false);
  },
  clone(this: Tensor): Tensor {
    return ops.clone(this);
  },
  add(this: Tensor, other: Operand): Tensor {
    return ops.add(this, other);
  },
  sub(this: Tensor, other: Operand): Tensor {
    return ops.sub(this, other);
  },
  mul(this: Tensor, other: Operand): Tensor {
    return ops.mul(this, other);
  },
  div(this: Tensor, other: Operand): Tensor {
    return ops.div(this, other);
  },
  neg(this: Tensor): Tensor {
    return ops.neg(this);
  },
  exp(this: Tensor): Tensor {
    return ops.exp(this);
  },
  log(this: Tensor): Tensor {
    return ops.log(this);
  },
  sqrt(this: Tensor): Tensor {
    return ops.sqrt(this);
  },
  abs(this: Tensor): Tensor {
    return ops.abs(this);
  },
  tanh(this: Tensor): Tensor {
    return ops.tanh(this);
  },
  sigmoid(this: Tensor): Tensor {
    return ops.sigmoid(this);
  },
  relu(this: Tensor): Tensor {
    return ops.relu(this);
  },
  pow(this: Tensor, exponent: number): Tensor {
    return ops.pow(this, exponent);
  },
  matmul(this: Tensor, other: Tensor): Tensor {
    return ops.matmul(this, other);
  },
  sum(this: Tensor, dim?: number | null, keepdim = false): Tensor {
    return ops.sum(this, dim, keepdim);
  },
  mean(this: Tensor, dim?: number | null, keepdim = false): Tensor {
    return ops.mean(this, dim, keepdim);
  },
  max,
  /**
   * The indices of the greatest elements along a dimension (default: the last). If several elements are greatest, the
   * index is that of the first.
   */
  argmax(this: Tensor, dim = -1): Int32Array {
    return ops.argmax(this, dim);
  },
  reshape(this: Tensor, shape: Shape): Tensor {
    return ops.reshape(this, shape);
  },
  view(this: Tensor, shape: Shape): Tensor {
    return ops.reshape(this, shape);
  },
  flatten(this: Tensor, startDim = 0, endDim = -1): Tensor {
    return ops.flatten(this, startDim, endDim);
  },
  transpose(this: Tensor, dim0: number, dim1: number): Tensor {
    return ops.transpose(this, dim0, dim1);
  },
  permute(this: Tensor, dims: readonly number[]): Tensor {
    return ops.permute(this, dims);
  },
  /**
   * The elements from `start` to `end` (exclusive) of dimension `dim`, like Python's x[start:end]. A negative index
   * counts from the end.
   */
  slice(this: Tensor, start: number, end?: number, dim = 0): Tensor {
    return ops.slice(this, start, end, dim);
  },
  softmax(this: Tensor, dim = -1): Tensor {
    return ops.softmax(this, dim);
  },
  logSoftmax(this: Tensor, dim = -1): Tensor {
    return ops.logSoftmax(this, dim);
  },
};

type Methods = typeof methods;

declare module "./Tensor" {
  interface Tensor extends Methods {}
}

// The methods are not enumerable, like the methods of a class.
for (const [name, value] of Object.entries(methods))
  Object.defineProperty(Tensor.prototype, name, { value, writable: true, configurable: true });
