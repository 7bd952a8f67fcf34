/** Lengths of a tensor's dimensions, outermost first; empty for a scalar. */
export type Shape = readonly number[];

/** Thrown if a shape or a dimension does not fit an operation. */
export class ShapeError extends Error {
  override name = "ShapeError";
}

/** A shape as text for error messages, such as `[3, 4]`. */
export function showShape(shape: Shape): string {
  return `[${shape.join(", ")}]`;
}

/** Number of elements of a shape. */
export function sizeOf(shape: Shape): number {
  return shape.reduce((size, length) => size * length, 1);
}

/** @throws ShapeError unless every length is a whole number of at least 0. */
export function checkShape(operation: string, shape: Shape): void {
  if (!shape.every((length) => Number.isSafeInteger(length) && length >= 0)) {
    throw new ShapeError(
      `${operation}: a shape is made of whole numbers from 0, which ${showShape(shape)} is not.`,
    );
  }
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((length, dim) => length === b[dim]);
}

/** Strides, in elements, of a dense row-major array. */
export function denseStrides(shape: Shape): number[] {
  const strides = new Array<number>(shape.length);
  let step = 1;
  for (let dim = shape.length - 1; dim >= 0; dim--) {
    strides[dim] = step;
    step *= shape[dim]!;
  }
  return strides;
}

/**
 * The index of the dimension `dim` from the front. A negative `dim` counts from the back.
 * @throws ShapeError if `dim` is out of range.
 */
export function resolveDim(operation: string, dim: number, shape: Shape): number {
  const resolved = dim < 0 ? dim + shape.length : dim;
  if (!Number.isInteger(dim) || resolved < 0 || resolved >= shape.length) {
    throw new ShapeError(`${operation}: shape ${showShape(shape)} has no dimension ${dim}.`);
  }
  return resolved;
}

/**
 * The shape to which two shapes broadcast.
 * @throws ShapeError if the shapes do not broadcast; the message names `operation`.
 */
export function broadcastShapes(operation: string, a: Shape, b: Shape): number[] {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, dim) => {
    const x = a[dim - rank + a.length] ?? 1;
    const y = b[dim - rank + b.length] ?? 1;
    if (x !== y && x !== 1 && y !== 1) {
      throw new ShapeError(
        `${operation}: shapes ${showShape(a)} and ${showShape(b)} do not fit: where they differ, one length must be 1.`,
      );
    }
    return x === 1 ? y : x;
  });
}

/** Strides with which a dense array of `shape` is read as if the array were expanded to `target`. */
export function broadcastStrides(shape: Shape, target: Shape): number[] {
  const strides = denseStrides(shape);
  const missing = target.length - shape.length;
  return target.map((_, dim) => (dim < missing || shape[dim - missing] === 1 ? 0 : strides[dim - missing]!));
}

/**
 * Merges neighbouring dimensions where the strides of all operands allow it, and drops dimensions of length 1. For a
 * single element, the shape and all strides become [1].
 * @param strides the strides of each operand for this shape
 */
export function collapse(shape: Shape, strides: readonly Shape[]): { shape: number[]; strides: number[][] } {
  const merged: number[] = [];
  const steps: number[][] = strides.map(() => []);
  for (let dim = shape.length - 1; dim >= 0; dim--) {
    const length = shape[dim]!;
    if (length === 1) {
      continue;
    }
    const inner = merged[0];
    if (inner !== undefined && strides.every((s, i) => s[dim] === steps[i]![0]! * inner)) {
      merged[0] = inner * length;
    } else {
      merged.unshift(length);
      strides.forEach((s, i) => {
        steps[i]!.unshift(s[dim]!);
      });
    }
  }
  return merged.length > 0
    ? { shape: merged, strides: steps }
    : { shape: [1], strides: strides.map(() => [1]) };
}

/** The length `n` of a dimension, and the products of the lengths before (`outer`) and after (`inner`) it. */
export function around(shape: Shape, dim: number): { outer: number; n: number; inner: number } {
  return { outer: sizeOf(shape.slice(0, dim)), n: shape[dim]!, inner: sizeOf(shape.slice(dim + 1)) };
}
