import { ShapeError, sameShape, showShape } from "../shape";
import type { Tensor } from "../Tensor";
import { type Counter, isBuffer } from "./Buffer";
import { isParameter } from "./Parameter";

/**
 * The base class of layers and models, like `torch.nn.Module`. The value of a property decides its role: a tensor made
 * by `parameter()` is a parameter of the module, a tensor made by `buffer()` or a `Counter` is a buffer, and a module
 * is a child. The name of the property is the name of the parameter, buffer or child.
 */
export abstract class Module {
  /**
   * Whether the module is in training mode, in which dropout and batch normalization behave differently than in
   * evaluation mode.
   */
  training = true;

  /** Parameters by name: the module's own first, then those of its children as `child.name`. */
  *namedParameters(): Generator<[name: string, parameter: Tensor]> {
    for (const [name, value] of Object.entries(this)) {
      if (isParameter(value)) {
        yield [name, value];
      }
    }
    for (const [child, module] of this.namedChildren()) {
      for (const [name, value] of module.namedParameters()) {
        yield [`${child}.${name}`, value];
      }
    }
  }

  *parameters(): Generator<Tensor> {
    for (const [, value] of this.namedParameters()) {
      yield value;
    }
  }

  *namedChildren(): Generator<[name: string, child: Module]> {
    for (const [name, value] of Object.entries(this)) {
      if (value instanceof Module) {
        yield [name, value];
      }
    }
  }

  /**
   * Sets the mode of this module and of all modules within it: training mode, or evaluation mode if `training` is
   * false.
   * @returns the module itself
   */
  train(training = true): this {
    this.training = training;
    for (const [, child] of this.namedChildren()) {
      child.train(training);
    }
    return this;
  }

  /** Sets evaluation mode for this module and all modules within it. @returns the module itself */
  eval(): this {
    return this.train(false);
  }

  /** Releases every parameter's gradient. */
  zeroGrad(): void {
    for (const value of this.parameters()) {
      value.zeroGrad();
    }
  }

  /**
   * Parameters and buffers by name: the module's own parameters, its own buffers, then the state dictionaries of its
   * children as `child.name`. The values are the module's own tensors and counters, not copies.
   */
  stateDict(): Map<string, Tensor | Counter> {
    const own = Object.entries(this);
    return new Map<string, Tensor | Counter>([
      ...own.filter((entry): entry is [string, Tensor] => isParameter(entry[1])),
      ...own.filter((entry): entry is [string, Tensor | Counter] => isBuffer(entry[1])),
      ...[...this.namedChildren()].flatMap(([child, module]) =>
        [...module.stateDict()].map(([name, value]) => [`${child}.${name}`, value] as const),
      ),
    ]);
  }

  /**
   * Copies values into all parameters and buffers. If one value does not fit, none is copied.
   * @throws Error if the state lacks an array of the module or has an array that the module does not have.
   * @throws ShapeError if an array has another shape or type.
   */
  loadStateDict(state: ReadonlyMap<string, StateValue>): void {
    const own = this.stateDict();
    for (const name of state.keys()) {
      if (!own.has(name)) {
        throw new Error(`loadStateDict: the module has no parameter ${name}.`);
      }
    }
    for (const [name, { shape, data }] of own) {
      const value = state.get(name);
      if (!value) {
        throw new Error(`loadStateDict: the parameter ${name} is missing.`);
      }
      const isOfType = value.data.constructor === data.constructor;
      if (!isOfType || value.data.byteLength !== data.byteLength || !sameShape(value.shape, shape)) {
        const type = data instanceof Float32Array ? "a float32" : "an int64";
        throw new ShapeError(
          `loadStateDict: ${name} is ${type} tensor of shape ${showShape(shape)}, not ${value.data.constructor.name} ${showShape(value.shape)}.`,
        );
      }
    }
    for (const [name, { data }] of own) {
      data.set(state.get(name)!.data as Float32Array & BigInt64Array);
    }
  }
}

/** A value in a state dictionary: a tensor, a counter, or an array from `safetensors.read`. */
export interface StateValue {
  readonly shape: readonly number[];
  readonly data: ArrayBufferView;
}

/** A module that maps one tensor to one tensor, so that a `Sequential` can contain it. */
export interface Layer extends Module {
  forward(x: Tensor): Tensor;
}
