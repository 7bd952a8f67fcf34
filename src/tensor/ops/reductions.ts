import { record } from "../autograd";
import { kernels } from "../kernels";
import {
  around,
  broadcastStrides,
  collapse,
  denseStrides,
  resolveDim,
  type Shape,
  ShapeError,
  showShape,
} from "../shape";
import { Tensor } from "../Tensor";
import { mul } from "./elementwise";
import { permute } from "./movement";

/**
 * The sum of all elements or, with `dim`, the sums along this dimension.
 * @throws ShapeError if `dim` is out of range.
 */
export function sum(x: Tensor, dim?: number | null, keepdim = false): Tensor {
  return reduce("sum", x, dim, keepdim, 1);
}

/**
 * The mean of all elements or, with `dim`, the means along this dimension.
 * @throws ShapeError if `dim` is out of range.
 */
export function mean(x: Tensor, dim?: number | null, keepdim = false): Tensor {
  const count = dim === undefined || dim === null ? x.size : x.shape[resolveDim("mean", dim, x.shape)]!;
  return reduce("mean", x, dim, keepdim, 1 / count);
}

function reduce(
  name: string,
  x: Tensor,
  dim: number | null | undefined,
  keepdim: boolean,
  scale: number,
): Tensor {
  const all = dim === undefined || dim === null;
  const at = all ? 0 : resolveDim(name, dim, x.shape);
  const parts = all ? { outer: 1, n: x.size, inner: 1 } : around(x.shape, at);
  const kept = x.shape.map((length, d) => (all || d === at ? 1 : length));
  const out = Tensor.empty(keepdim ? kept : x.shape.filter((_, d) => !all && d !== at));
  kernels().sum({ ...parts, x: x.data, out: out.data, scale });
  return record(name, out, [
    x,
    (dy) => {
      const share = scale === 1 ? dy : mul(dy, scale);
      return expand(share.alias(kept), x.shape);
    },
  ]);
}

/**
 * A copy of x, expanded to `shape`: x is repeated along each of its dimensions that has length 1. The copy is not
 * recorded for gradients.
 */
function expand(x: Tensor, shape: Shape): Tensor {
  const out = Tensor.empty(shape);
  const loops = collapse(shape, [broadcastStrides(x.shape, shape), denseStrides(shape)]);
  const [xStrides, outStrides] = loops.strides as [number[], number[]];
  kernels().copy({ shape: loops.shape, x: x.data, xStrides, out: out.data, outStrides });
  return out;
}

/**
 * The greatest elements along a dimension and their indices. If several elements are greatest, the index is that of the
 * first. Only the values are recorded for gradients.
 * @throws ShapeError if the dimension is out of range or has length 0.
 */
export function max(x: Tensor, dim: number, keepdim = false): { values: Tensor; indices: Int32Array } {
  const at = resolveDim("max", dim, x.shape);
  const parts = around(x.shape, at);
  refuseEmpty("max", x.shape, parts.n);
  const values = Tensor.empty(
    keepdim ? x.shape.map((length, d) => (d === at ? 1 : length)) : x.shape.filter((_, d) => d !== at),
  );
  const indices = new Int32Array(values.size);
  kernels().max({ ...parts, x: x.data, out: values.data, indices });
  record("max", values, [
    x,
    (dy) => {
      const dx = Tensor.empty(x.shape);
      kernels().maxBackward({ ...parts, indices, dy: dy.data, dx: dx.data });
      return dx;
    },
  ]);
  return { values, indices };
}

/**
 * The greatest of all elements. If several elements are greatest, they receive equal shares of the gradient.
 * @throws ShapeError if x has no elements.
 */
export function maxAll(x: Tensor): Tensor {
  refuseEmpty("max", x.shape, x.size);
  const out = Tensor.empty([]);
  const indices = new Int32Array(1);
  kernels().max({ outer: 1, n: x.size, inner: 1, x: x.data, out: out.data, indices });
  return record("max", out, [
    x,
    (dy) => {
      const dx = Tensor.empty(x.shape);
      kernels().maxAllBackward({ x: x.data, y: out.data, dy: dy.data, dx: dx.data });
      return dx;
    },
  ]);
}

/**
 * The indices of the greatest elements along a dimension. If several elements are greatest, the index is that of the
 * first.
 * @throws ShapeError if the dimension is out of range or has length 0.
 */
export function argmax(x: Tensor, dim = -1): Int32Array {
  const at = resolveDim("argmax", dim, x.shape);
  const cols = x.shape[at]!;
  refuseEmpty("argmax", x.shape, cols);
  const others = x.shape.map((_, d) => d).filter((d) => d !== at);
  const rows = at === x.shape.length - 1 ? x : permute(x.detach(), [...others, at]);
  const out = new Int32Array(x.size / cols);
  kernels().argmax(rows.data, out.length, cols, out);
  return out;
}

function refuseEmpty(name: string, shape: Shape, count: number): void {
  if (count === 0) {
    throw new ShapeError(`${name}: there is no greatest of no elements in shape ${showShape(shape)}.`);
  }
}
