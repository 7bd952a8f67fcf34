import { kernels } from "./kernels";
import { defaultGenerator, type Generator } from "./random";
import { type Shape, ShapeError, showShape, sizeOf } from "./shape";
import { type Nested, Tensor } from "./Tensor";

export interface TensorOptions {
  requiresGrad?: boolean;
}

/**
 * A tensor of numbers. With a shape, `values` fill this shape in row-major order. Without a shape, the nesting of
 * `values` determines the shape: [] for a number, [length] for a flat array.
 * @throws ShapeError when nested arrays without a shape are ragged, or the count of numbers does not fit the shape.
 */
export function tensor(
  values: Nested | Float32Array,
  shapeOrOptions?: Shape | TensorOptions,
  options: TensorOptions = {},
): Tensor {
  const shape = isShape(shapeOrOptions) ? shapeOrOptions : shapeOf(values);
  const { requiresGrad = false } = isShape(shapeOrOptions) ? options : (shapeOrOptions ?? options);
  const flat =
    values instanceof Float32Array ? values : flatten(values, isShape(shapeOrOptions) ? null : shape);
  return Tensor.of(flat, shape).requiresGrad_(requiresGrad);
}

export function zeros(shape: Shape, options: TensorOptions = {}): Tensor {
  return full(shape, 0, options);
}

export function ones(shape: Shape, options: TensorOptions = {}): Tensor {
  return full(shape, 1, options);
}

export function full(shape: Shape, value: number, { requiresGrad = false }: TensorOptions = {}): Tensor {
  return Tensor.full(shape, value).requiresGrad_(requiresGrad);
}

/** A tensor whose elements are not initialized. @throws ShapeError for an invalid shape. @throws OutOfMemoryError */
export function empty(shape: Shape, { requiresGrad = false }: TensorOptions = {}): Tensor {
  return Tensor.empty(shape).requiresGrad_(requiresGrad);
}

/** A tensor of draws from the uniform distribution over [0, 1), like `torch.rand`. */
export function rand(shape: Shape, generator: Generator = defaultGenerator): Tensor {
  return Tensor.empty(shape).uniform_(0, 1, generator);
}

/** A tensor of draws from the standard normal distribution, like `torch.randn`. */
export function randn(shape: Shape, generator: Generator = defaultGenerator): Tensor {
  return Tensor.empty(shape).normal_(0, 1, generator);
}

/** Rows of a byte array: those at `indices`, or `rows` rows from `firstRow` on. */
export type Rows = { indices: Int32Array } | { firstRow: number; rows: number };

/**
 * The selected rows of `bytes`, each of shape `rowShape`, as floats from 0 to 1: byte / 255, as in torchvision's
 * ToTensor.
 * @returns [rows, ...rowShape]
 * @throws RangeError for a row outside of the bytes
 */
export function fromBytes(bytes: Uint8Array, rowShape: Shape, selection: Rows): Tensor {
  const rowLength = sizeOf(rowShape);
  const available = rowLength === 0 ? 0 : Math.floor(bytes.length / rowLength);
  const rows = "indices" in selection ? selection.indices.length : selection.rows;
  const missing =
    "indices" in selection
      ? selection.indices.find((row) => !(row >= 0 && row < available))
      : outside(selection, available);
  if (missing !== undefined) {
    throw new RangeError(
      `fromBytes: there is no row ${missing} among the ${available} rows of ${showShape(rowShape)}.`,
    );
  }
  const out = Tensor.empty([rows, ...rowShape]);
  kernels().bytesToFloat({ bytes, rowLength, ...selection, out: out.data });
  return out;
}

/** The first row of a range that an array of `available` rows does not have; undefined if no row is missing. */
function outside(
  { firstRow, rows }: { firstRow: number; rows: number },
  available: number,
): number | undefined {
  if (rows === 0 || (firstRow >= 0 && firstRow + rows <= available)) {
    return undefined;
  }
  return firstRow < 0 ? firstRow : Math.max(firstRow, available);
}

function isShape(value: Shape | TensorOptions | undefined): value is Shape {
  return Array.isArray(value);
}

function shapeOf(values: Nested | Float32Array): number[] {
  if (typeof values === "number") {
    return [];
  }
  if (values instanceof Float32Array) {
    return [values.length];
  }
  return values.length === 0 ? [0] : [values.length, ...shapeOf(values[0]!)];
}

/**
 * The numbers in nested arrays, in order.
 * @param shape the required lengths of the nested arrays; null allows any
 * @throws ShapeError when the arrays do not have this shape
 */
function flatten(values: Nested, shape: Shape | null): number[] {
  if (typeof values === "number") {
    if (shape && shape.length > 0) {
      throw ragged(shape, "a number");
    }
    return [values];
  }
  if (shape && values.length !== shape[0]) {
    throw ragged(shape, `an array of ${values.length}`);
  }
  return values.flatMap((value) => flatten(value, shape?.slice(1) ?? null));
}

function ragged(shape: Shape, found: string): ShapeError {
  return new ShapeError(
    `tensor: where nested arrays begin with shape ${showShape(shape)}, ${found} follows.`,
  );
}
