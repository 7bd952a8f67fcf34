import { arena, type Block } from "./Arena";
import type { Operation } from "./autograd";
import { kernels } from "./kernels";
import { defaultGenerator, type Generator } from "./random";
import { track } from "./scope";
import { checkShape, type Shape, ShapeError, sameShape, showShape, sizeOf } from "./shape";

/** Numbers, nested to any depth. */
export type Nested = number | readonly Nested[];

/** One block of the arena and how many tensors look at it. */
interface Storage {
  readonly block: Block;
  readonly whole: Float32Array;
  tensors: number;
  /** Whether garbage collection returns the block. A scope does so without, at less cost. */
  watched: boolean;
}

/** A part of a block keeps the whole from being collected as garbage. */
const wholes = new WeakMap<Float32Array, Float32Array>();

/**
 * A dense row-major array of float32 with reverse-mode automatic differentiation, after `torch.Tensor`. Its operations
 * are in `methods.ts`.
 *
 * Its storage lives in the arena and is given back by `dispose()`, by the end of the `tidy()` scope that made it,
 * or when neither the tensor nor its `data` is reachable any more, whichever comes first.
 */
export class Tensor {
  readonly shape: Shape;
  /** Whether gradients flow to it: as a leaf because it was asked for, else because an input's do. */
  requiresGrad = false;
  /** The operation that computed it; null for a leaf. */
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

  /** A shape without elements: it takes no memory, and is as a disposed tensor of that shape. */
  static ofShapeAlone(shape: Shape): Tensor {
    checkShape("ofShapeAlone", shape);
    return new Tensor(null, new Float32Array(), [...shape]);
  }

  /** Undefined contents. @throws RangeError when the arena is full. */
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

  /** Numbers in row-major order. @throws ShapeError when their count is not the shape's. */
  static of(values: ArrayLike<number>, shape: Shape): Tensor {
    if (values.length !== sizeOf(shape)) {
      throw new ShapeError(`tensor: ${values.length} numbers do not fill the shape ${showShape(shape)}.`);
    }
    const out = Tensor.empty(shape);
    out.data.set(values);
    return out;
  }

  /**
   * The elements themselves, a view on shared memory: valid until the tensor is disposed, and refused by some
   * functions of Node, for which there is `toFloat32Array()`. Writing to it is not recorded for gradients.
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

  /** The accumulated gradient of a leaf, which lives as long as the leaf unless it is taken away. */
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

  /** Whether it outlives the scope that made it. */
  get kept(): boolean {
    return this.outlivesScopes;
  }

  /** Lets it outlive the scopes around it: only dispose() or garbage collection releases it then. */
  keep(): this {
    this.outlivesScopes = true;
    return this;
  }

  /** Gives its storage back, unless a view of it still lives. A second call does nothing. */
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

  /** Called when no scope will release it: garbage collection does, if dispose() has not. */
  leaveScopes(): void {
    if (this.storage && !this.storage.watched) {
      this.storage.watched = true;
      arena.watch(this.storage.whole, this.storage.block);
    }
  }

  sharesStorage(other: Tensor): boolean {
    return this.storage !== null && this.storage === other.storage;
  }

  /** The same elements, from `offset` on, under another shape; not recorded. */
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

  /** The same elements, cut off from the graph. */
  detach(): Tensor {
    return this.alias(this.shape);
  }

  /** Asks for its gradient (or not). @throws Error for a tensor that was computed. */
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

  /** The only element. @throws ShapeError when there are more or none. */
  item(): number {
    if (this.size !== 1) {
      throw new ShapeError(`item: a tensor of shape ${showShape(this.shape)} is not a single number.`);
    }
    return this.data[0]!;
  }

  /** A copy of the elements in ordinary memory. */
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

  /** Overwrites the elements; not recorded. @throws ShapeError when the count differs. */
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

  /** Fills with draws from [from, to), as `torch.Tensor.uniform_`. */
  uniform_(from = 0, to = 1, generator: Generator = defaultGenerator): this {
    generator.uniform(this.data, from, to);
    return this;
  }

  /** Fills with draws from the normal distribution, as `torch.Tensor.normal_`. */
  normal_(mean = 0, std = 1, generator: Generator = defaultGenerator): this {
    generator.normal(this.data, mean, std);
    return this;
  }
}
