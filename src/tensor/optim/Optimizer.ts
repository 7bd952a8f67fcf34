import { noGrad } from "../autograd";
import { ShapeError, sameShape, showShape } from "../shape";
import { Tensor } from "../Tensor";

/** The state of an optimizer. Parameters are numbered from 0 in the order in which the constructor received them. */
export interface OptimizerState {
  /** Number of updates that each parameter has had. */
  steps: number[];
  /**
   * Buffers by `<parameter index>.<PyTorch's name>`, for example `0.momentum_buffer`. The tensors are those that the
   * optimizer uses, not copies.
   */
  buffers: Map<string, Tensor>;
}

/** The base class of optimizers, like `torch.optim.Optimizer`. */
export abstract class Optimizer {
  /**
   * The base rate of the optimizer's schedules (`initial_lr` in PyTorch). This is the learning rate before the first
   * schedule was made; with a OneCycleLR, the first rate of its cycle; after a schedule's `loadStateDict`, the loaded
   * base rate. Null without a schedule.
   */
  initialLr: number | null = null;
  protected readonly params: readonly Tensor[];
  private readonly steps: number[];
  private readonly buffers = new Map<string, Tensor>();

  /**
   * @param lr the learning rate, which may be changed between steps
   * @throws RangeError if there are no parameters or the learning rate is below 0.
   */
  constructor(
    params: Iterable<Tensor>,
    public lr: number,
  ) {
    this.params = [...params];
    if (this.params.length === 0) {
      throw new RangeError("An optimizer needs at least one parameter.");
    }
    atLeastZero("lr", lr);
    this.steps = this.params.map(() => 0);
  }

  /** Updates every parameter that has a gradient. */
  step(): void {
    noGrad(() => {
      for (const [index, param] of this.params.entries()) {
        if (param.grad) {
          this.steps[index]!++;
          this.update(param, param.grad, index, this.steps[index]!);
        }
      }
    });
  }

  /** Sets every parameter's gradient to null and releases the gradient's storage. */
  zeroGrad(): void {
    for (const param of this.params) {
      param.zeroGrad();
    }
  }

  stateDict(): OptimizerState {
    return { steps: [...this.steps], buffers: new Map(this.buffers) };
  }

  /**
   * Restores a state from `stateDict()` or from a file. If a part of the state does not fit, nothing is changed.
   * @throws Error if a part of the state does not fit; the message says which.
   * @throws OutOfMemoryError
   */
  loadStateDict({ steps, buffers }: StoredOptimizerState): void {
    if (steps.length !== this.params.length) {
      throw new Error(
        `loadStateDict: the optimizer has ${this.params.length} parameters, its state ${steps.length}.`,
      );
    }
    const possible = new Map<string, Tensor>();
    for (const [index, param] of this.params.entries()) {
      const updates = steps[index]!;
      if (!Number.isSafeInteger(updates) || updates < 0) {
        throw new Error(`loadStateDict: parameter ${index} cannot have had ${updates} updates.`);
      }
      for (const name of this.bufferNames()) {
        possible.set(`${index}.${name}`, param);
      }
    }
    for (const [name, { shape, data }] of buffers) {
      const param = possible.get(name);
      if (!param) {
        throw new Error(`loadStateDict: the optimizer has no state ${name}.`);
      }
      if (!(data instanceof Float32Array) || !sameShape(shape, param.shape)) {
        throw new ShapeError(
          `loadStateDict: ${name} is a float32 tensor of shape ${showShape(param.shape)}, not ${data.constructor.name} ${showShape(shape)}.`,
        );
      }
    }
    for (const name of possible.keys()) {
      if (steps[Number.parseInt(name, 10)]! > 0 && !buffers.has(name)) {
        throw new Error(`loadStateDict: the state ${name} is missing.`);
      }
    }
    const own = new Map<string, Tensor>();
    try {
      for (const [name, { shape, data }] of buffers) {
        own.set(name, Tensor.of(data as Float32Array, shape).keep());
      }
    } catch (error) {
      for (const buffer of own.values()) {
        buffer.dispose();
      }
      throw error;
    }
    this.dispose();
    for (const [name, buffer] of own) {
      this.buffers.set(name, buffer);
    }
    this.steps.splice(0, steps.length, ...steps);
  }

  /** Releases the buffers. The next step makes new buffers, filled with zeros. */
  dispose(): void {
    for (const buffer of this.buffers.values()) {
      buffer.dispose();
    }
    this.buffers.clear();
  }

  /** The momentum of SGD or RMSprop, or the first beta of Adam. It may be changed between steps. */
  abstract get momentum(): number;
  abstract set momentum(value: number);

  protected abstract update(param: Tensor, grad: Tensor, index: number, step: number): void;

  /** Names of the buffers that a parameter has after its first update. */
  protected abstract bufferNames(): readonly string[];

  /** The buffer `name` of a parameter. If the buffer is missing, makes it and fills it with zeros. */
  protected buffer(param: Tensor, index: number, name: string): Tensor {
    const key = `${index}.${name}`;
    const known = this.buffers.get(key);
    if (known) {
      return known;
    }
    const buffer = Tensor.full(param.shape, 0).keep();
    this.buffers.set(key, buffer);
    return buffer;
  }
}

/** The state of an optimizer, or one that was read from a file. */
export interface StoredOptimizerState {
  readonly steps: readonly number[];
  readonly buffers: ReadonlyMap<
    string,
    { readonly shape: readonly number[]; readonly data: ArrayBufferView }
  >;
}

/** @param name the option, for the error message @throws RangeError unless the value is at least 0. */
export function atLeastZero(name: string, value: number): void {
  if (!(value >= 0)) {
    throw new RangeError(`${name} must be at least 0, not ${value}.`);
  }
}
