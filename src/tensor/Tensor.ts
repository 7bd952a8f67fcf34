import { arena, type Block } from "./Arena";
import type { Operation } from "./autograd";
import { kernels } from "./kernels";
import { defaultGenerator, type Generator } from "./random";
import { track } from "./scope";
import { checkShape, type Shape, ShapeError, sameShape, showShape, sizeOf } from "./shape";

/** Numbers, nested to any depth. */
export type Nested = number | readonly Nested[];

/** A block of the arena, a view of all its elements, and the number of tensors that use the block. */
interface Storage {
  readonly block: Block;
  readonly whole: Float32Array;
  tensors: number;
  /**
   * Whether the arena frees the block when `whole` is garbage-collected. True as soon as one of the tensors that use
   * the block is in no scope. Otherwise, a scope frees the block at less cost.
   */
  watched: boolean;
}

/**
 * Maps a view of some elements of a block to the view of all its elements (`Storage.whole`). As long as the first view
 * is reachable, the second view is therefore not garbage-collected, and the block is not freed.
 */
const wholes = new WeakMap<Float32Array, Float32Array>();

/**
 * A dense row-major array of float32 with reverse-mode automatic differentiation, after `torch.Tensor`. Its operations
 * are in `methods.ts`.
 *
 * The storage of a tensor is in the arena. A tensor releases its storage by `dispose()`, at the end of the `tidy()`
 * scope in which the tensor was made (unless the tensor is kept or returned), or when neither the tensor nor its `data`
 * is reachable, whichever comes first. A storage that several tensors share is freed when the last of these tensors has
 * released the storage.
 */
export class Tensor {
  readonly shape: Shape;
  /**
   * Whether backward() computes the gradient of this tensor. For a leaf, `requiresGrad_` sets this property. For the
   * output of an operation with an input that requires a gradient, `record` sets this property. Within `noGrad`, no
   * output requires a gradient.
   */
  requiresGrad = false;
  /** The operation that computed this tensor; null for a leaf. */
  operation: Operation | null = null;
  private storage: Storage | null;
  private readonly elements: Float32Array;
  private outlivesScopes = false;
  private gradient: Tensor | null = null;

  private constructor(storage: Storage | null, elements: Float32Array, shape: Shape) {
    this.storage = storage;
    this.elements = elements;
    this.shape = shape;
    if (!storage) return;
    storage.tensors++;
    track(this);
  }

  /** A tensor without storage. It has a shape, and its size is 0. Otherwise it behaves like a disposed tensor. */
  static ofShapeAlone(shape: Shape): Tensor {
    checkShape("ofShapeAlone", shape);
    return new Tensor(null, new Float32Array(), [...shape]);
  }

  /** A tensor whose elements are not initialized. @throws ShapeError for an invalid shape. @throws OutOfMemoryError */
  static empty(shape: Shape): Tensor {
    checkShape("empty", shape);
    const size = sizeOf(shape);
    const block = arena.take(size * Float32Array.BYTES_PER_ELEMENT);
    const whole = new Float32Array(arena.memory.buffer, block.offset, size);
    return new Tensor({ block, whole, tensors: 0, watched: false }, whole, [...shape]);
  }

  static full(shape: Shape, value: number): Tensor {
    const out = Tensor.empty(shape);
    kernels().fill(out.data, value);
    return out;
  }

  /** A tensor of numbers in row-major order. @throws ShapeError when the number of values does not fit the shape. */
  static of(values: ArrayLike<number>, shape: Shape): Tensor {
    if (values.length !== sizeOf(shape)) {
      throw new ShapeError(`tensor: ${values.length} numbers do not fill the shape ${showShape(shape)}.`);
    }
    const out = Tensor.empty(shape);
    out.data.set(values);
    return out;
  }

  /**
   * A view of the elements on shared memory. The view is valid until the tensor is disposed. Some functions of Node
   * refuse shared memory; `toFloat32Array()` returns a copy for them. Writing is not recorded for gradients.
   * @throws Error when the tensor is disposed.
   */
  get data(): Float32Array {
    if (!this.storage) {
      throw new Error(
        `This tensor of shape ${showShape(this.shape)} was released, by dispose() or by the end of the tidy() it was made in.`,
      );
    }
    return this.elements;
  }

  /** Whether no element is NaN or infinite: `torch.isfinite(x).all()`. */
  get allFinite(): boolean {
    return kernels().allFinite(this.data);
  }

  /** Number of elements. */
  get size(): number {
    return this.elements.length;
  }

  /**
   * The accumulated gradient of a leaf; null if there is none. The gradient that backward() makes outlives all scopes.
   * zeroGrad() and the leaf's dispose() release the gradient.
   * @throws ShapeError when a gradient of another shape is set.
   */
  get grad(): Tensor | null {
    return this.gradient;
  }

  set grad(grad: Tensor | null) {
    if (grad && !sameShape(grad.shape, this.shape)) {
      throw new ShapeError(
        `grad: shape ${showShape(grad.shape)} does not fit a tensor of shape ${showShape(this.shape)}.`,
      );
    }
    this.gradient = grad;
  }

  get isDisposed(): boolean {
    return this.storage === null;
  }

  /** Whether {@link keep} was called. */
  get kept(): boolean {
    return this.outlivesScopes;
  }

  /**
   * Makes the tensor outlive all scopes: only dispose() or garbage collection then frees its storage. Returns the
   * tensor.
   */
  keep(): this {
    this.outlivesScopes = true;
    return this;
  }

  /** Releases the gradient, and frees the storage unless another tensor uses it. A second call does nothing. */
  dispose(): void {
    const storage = this.storage;
    if (!storage) {
      return;
    }
    this.storage = null;
    this.gradient?.dispose();
    this.gradient = null;
    storage.tensors--;
    if (storage.tensors === 0) {
      arena.giveBack(storage.block);
    }
  }

  /**
   * Lets garbage collection free the storage, unless dispose() does so before. `track` and `tidy` call this method when
   * no scope will release the tensor.
   */
  leaveScopes(): void {
    if (this.storage && !this.storage.watched) {
      this.storage.watched = true;
      arena.watch(this.storage.whole, this.storage.block);
    }
  }

  sharesStorage(other: Tensor): boolean {
    return this.storage !== null && this.storage === other.storage;
  }

  /**
   * A tensor of `shape` on the storage of this tensor. The first element of the new tensor is this tensor's element
   * `offset`. The new tensor is not recorded for gradients.
   * @throws Error when this tensor is disposed.
   */
  alias(shape: Shape, offset = 0): Tensor {
    const data = this.data;
    const size = sizeOf(shape);
    if (offset === 0 && size === data.length) {
      return new Tensor(this.storage!, data, shape);
    }
    const part = data.subarray(offset, offset + size);
    wholes.set(part, this.storage!.whole);
    return new Tensor(this.storage!, part, shape);
  }

  /** A leaf that requires no gradient, on the same storage. @throws Error when this tensor is disposed. */
  detach(): Tensor {
    return this.alias(this.shape);
  }

  /**
   * Sets whether backward() computes the gradient of this leaf. Returns the tensor.
   * @throws Error for the output of a recorded operation.
   */
  requiresGrad_(requiresGrad = true): this {
    if (this.operation) {
      throw new Error(
        `requiresGrad_: this tensor was computed by ${this.operation.name}; detach() it first.`,
      );
    }
    this.requiresGrad = requiresGrad;
    return this;
  }

  /** Releases the gradient and sets it to null. */
  zeroGrad(): void {
    this.gradient?.dispose();
    this.gradient = null;
  }

  /** The value of the tensor's only element. @throws ShapeError unless the tensor has exactly one element. */
  item(): number {
    if (this.size !== 1) {
      throw new ShapeError(`item: a tensor of shape ${showShape(this.shape)} is not a single number.`);
    }
    return this.data[0]!;
  }

  /** A copy of the elements in memory that is not shared. */
  toFloat32Array(): Float32Array<ArrayBuffer> {
    return new Float32Array(this.data);
  }

  /** A copy of the elements as nested arrays; a number for a scalar. */
  toArray(): Nested {
    const data = this.data;
    let next = 0;
    const read = (dim: number): Nested =>
      dim === this.shape.length
        ? data[next++]!
        : Array.from({ length: this.shape[dim]! }, () => read(dim + 1));
    return read(0);
  }

  /**
   * Overwrites the elements without recording for gradients. Returns the tensor.
   * @throws ShapeError when the number of values, or the shape of a tensor of values, differs from this tensor's.
   */
  copy_(values: Tensor | ArrayLike<number>): this {
    const source = values instanceof Tensor ? values.data : values;
    if (source.length !== this.size || (values instanceof Tensor && !sameShape(values.shape, this.shape))) {
      const given =
        values instanceof Tensor ? `shape ${showShape(values.shape)}` : `${source.length} numbers`;
      throw new ShapeError(`copy_: ${given} cannot fill a tensor of shape ${showShape(this.shape)}.`);
    }
    this.data.set(source);
    return this;
  }

  fill_(value: number): this {
    kernels().fill(this.data, value);
    return this;
  }

  /** Fills the tensor with draws from the uniform distribution over [from, to), like `torch.Tensor.uniform_`. */
  uniform_(from = 0, to = 1, generator: Generator = defaultGenerator): this {
    generator.uniform(this.data, from, to);
    return this;
  }

  /** Fills the tensor with draws from the normal distribution, like `torch.Tensor.normal_`. */
  normal_(mean = 0, std = 1, generator: Generator = defaultGenerator): this {
    generator.normal(this.data, mean, std);
    return this;
  }
}
