import { record } from "../autograd";
import { kernels } from "../kernels";
import { collapse, denseStrides, resolveDim, type Shape, ShapeError, showShape, sizeOf } from "../shape";
import { Tensor } from "../Tensor";

/**
 * A tensor with the elements of x in another shape. It shares the storage of x. One length of `shape` may be −1 and is
 * then computed from the number of elements.
 * @throws ShapeError if the numbers of elements differ or no length fits for −1.
 */
export function reshape(x: Tensor, shape: Shape): Tensor {
  const known = sizeOf(shape.filter((length) => length !== -1));
  const resolved = shape.map((length) => (length === -1 ? x.size / known : length));
  const possible = resolved.every((length) => Number.isSafeInteger(length) && length >= 0);
  if (!possible || sizeOf(resolved) !== x.size) {
    throw new ShapeError(
      `reshape: shape ${showShape(x.shape)} with ${x.size} elements does not fit shape ${showShape(shape)}.`,
    );
  }
  return record("reshape", x.alias(resolved), [x, (dy) => dy.alias(x.shape)]);
}

/**
 * A tensor in which the dimensions startDim to endDim (inclusive) are merged into one. It shares the storage of x. A
 * scalar becomes [1].
 * @throws ShapeError if startDim comes after endDim, or one of them is out of range.
 */
export function flatten(x: Tensor, startDim = 0, endDim = -1): Tensor {
  if (x.shape.length === 0) {
    return reshape(x, [1]);
  }
  const start = resolveDim("flatten", startDim, x.shape);
  const end = resolveDim("flatten", endDim, x.shape);
  if (start > end) {
    throw new ShapeError(
      `flatten: dimension ${startDim} comes after ${endDim} in shape ${showShape(x.shape)}.`,
    );
  }
  const joined = sizeOf(x.shape.slice(start, end + 1));
  return reshape(x, [...x.shape.slice(0, start), joined, ...x.shape.slice(end + 1)]);
}

/** A copy whose dimension i is dimension `dims[i]` of x. @throws ShapeError unless `dims` has each dimension once. */
export function permute(x: Tensor, dims: readonly number[]): Tensor {
  const order = dims.map((dim) => resolveDim("permute", dim, x.shape));
  if (new Set(order).size !== x.shape.length || order.length !== x.shape.length) {
    throw new ShapeError(
      `permute: ${showShape(dims)} does not name every dimension of shape ${showShape(x.shape)} once.`,
    );
  }
  const strides = denseStrides(x.shape);
  const out = Tensor.empty(order.map((dim) => x.shape[dim]!));
  copyBox(
    out.shape,
    x.data,
    order.map((dim) => strides[dim]!),
    out.data,
    denseStrides(out.shape),
  );
  const inverse = order.map((_, dim) => order.indexOf(dim));
  return record("permute", out, [x, (dy) => permute(dy, inverse)]);
}

/** A copy with two dimensions exchanged. @throws ShapeError if a dimension is out of range. */
export function transpose(x: Tensor, dim0: number, dim1: number): Tensor {
  const a = resolveDim("transpose", dim0, x.shape);
  const b = resolveDim("transpose", dim1, x.shape);
  return permute(
    x,
    x.shape.map((_, dim) => (dim === a ? b : dim === b ? a : dim)),
  );
}

/**
 * The elements from start to end (exclusive) of one dimension. A negative index counts from the end. An index out of
 * range is clipped, like in Python's x[start:end]. With `dim` = 0, the result shares the storage of x. Otherwise it is
 * a copy.
 * @throws ShapeError if `dim` is out of range.
 */
export function slice(x: Tensor, start: number, end?: number, dim = 0): Tensor {
  const at = resolveDim("slice", dim, x.shape);
  const length = x.shape[at]!;
  const clip = (i: number) => Math.min(Math.max(i < 0 ? i + length : i, 0), length);
  const from = clip(start);
  const count = Math.max(clip(end ?? length) - from, 0);
  const shape = x.shape.map((l, d) => (d === at ? count : l));
  const strides = denseStrides(x.shape);
  const offset = from * strides[at]!;
  const write = (dy: Tensor) => {
    const dx = Tensor.full(x.shape, 0);
    copyBox(shape, dy.data, denseStrides(shape), dx.data.subarray(offset), strides);
    return dx;
  };
  if (at === 0) {
    return record("slice", x.alias(shape, offset), [x, write]);
  }
  const out = Tensor.empty(shape);
  copyBox(shape, x.data.subarray(offset), strides, out.data, denseStrides(shape));
  return record("slice", out, [x, write]);
}

/**
 * Joins tensors along a dimension.
 * @throws ShapeError if there are no tensors, if the dimension is out of range, or if the tensors differ in the number
 * of dimensions or in the length of another dimension.
 */
export function cat(tensors: readonly Tensor[], dim = 0): Tensor {
  const [first] = tensors;
  if (!first) {
    throw new ShapeError("cat: there is nothing to concatenate.");
  }
  const at = resolveDim("cat", dim, first.shape);
  for (const { shape } of tensors) {
    if (shape.length !== first.shape.length || !shape.every((l, d) => d === at || l === first.shape[d])) {
      throw new ShapeError(
        `cat: shapes ${showShape(first.shape)} and ${showShape(shape)} differ in more than dimension ${dim}.`,
      );
    }
  }
  const lengths = tensors.map((tensor) => tensor.shape[at]!);
  const out = Tensor.empty(first.shape.map((l, d) => (d === at ? lengths.reduce((a, b) => a + b) : l)));
  const strides = denseStrides(out.shape);
  const starts = lengths.map((_, i) => lengths.slice(0, i).reduce((a, b) => a + b, 0));
  tensors.forEach((x, i) => {
    copyBox(x.shape, x.data, denseStrides(x.shape), out.data.subarray(starts[i]! * strides[at]!), strides);
  });
  return record(
    "cat",
    out,
    ...tensors.map(
      (x, i) => [x, (dy: Tensor) => slice(dy, starts[i]!, starts[i]! + lengths[i]!, at)] as const,
    ),
  );
}

/** A copy with storage of its own, recorded for gradients. */
export function clone(x: Tensor): Tensor {
  const out = Tensor.empty(x.shape);
  copyBox(x.shape, x.data, denseStrides(x.shape), out.data, denseStrides(x.shape));
  return record("clone", out, [x, (dy) => dy]);
}

function copyBox(shape: Shape, x: Float32Array, xStrides: Shape, out: Float32Array, outStrides: Shape): void {
  const loops = collapse(shape, [xStrides, outStrides]);
  kernels().copy({ shape: loops.shape, x, xStrides: loops.strides[0]!, out, outStrides: loops.strides[1]! });
}
