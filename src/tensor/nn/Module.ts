import { ShapeError, sameShape, showShape } from "../shape";
import type { Tensor } from "../Tensor";
import { isParameter } from "./Parameter";

/**
 * The base of everything with parameters, after `torch.nn.Module`. The properties of a subclass that were made by
 * `parameter()`, or that are modules, are its parameters and children, named like the properties.
 */
export abstract class Module {
  /** Whether layers such as Dropout behave as in training. */
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

  /** Puts this module and all within it into training mode, or for `false` into evaluation mode. Returns the module. */
  train(training = true): this {
    this.training = training;
    for (const [, child] of this.namedChildren()) {
      child.train(training);
    }
    return this;
  }

  /** Puts this module and all within it into evaluation mode. Returns the module. */
  eval(): this {
    return this.train(false);
  }

  /** Releases every parameter's gradient. */
  zeroGrad(): void {
    for (const value of this.parameters()) {
      value.zeroGrad();
    }
  }

  /** The parameters by name; the tensors are the module's own, not copies. */
  stateDict(): Map<string, Tensor> {
    return new Map(this.namedParameters());
  }

  /**
   * Copies values into the parameters: into all of them, or into none if one does not fit.
   * @throws Error naming the first missing or unknown parameter. @throws ShapeError naming one of another shape.
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
      const isFloat32 = value.data instanceof Float32Array && value.data.length === data.length;
      if (!isFloat32 || !sameShape(value.shape, shape)) {
        throw new ShapeError(
          `loadStateDict: ${name} is a float32 tensor of shape ${showShape(shape)}, not ${value.data.constructor.name} ${showShape(value.shape)}.`,
        );
      }
    }
    for (const [name, value] of own) {
      value.data.set(state.get(name)!.data as Float32Array);
    }
  }
}

/** A tensor, or an array from `safetensors.read`. */
export interface StateValue {
  readonly shape: readonly number[];
  readonly data: ArrayBufferView;
}

/** A module that maps a tensor to a tensor, as `Sequential` needs. */
export interface Layer extends Module {
  forward(x: Tensor): Tensor;
}
