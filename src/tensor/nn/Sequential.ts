import { linear } from "../ops";
import type { Tensor } from "../Tensor";
import { ReLU } from "./activations";
import { BatchNorm1d, BatchNorm2d } from "./BatchNorm";
import { Conv2d } from "./Conv2d";
import { Linear } from "./Linear";
import { type Layer, Module } from "./Module";

/** Layers that are applied in order. Their names are their indices. */
export class Sequential extends Module {
  readonly layers: readonly Layer[];

  constructor(...layers: Layer[]) {
    super();
    this.layers = layers;
  }

  override *namedChildren(): Generator<[name: string, child: Module]> {
    for (const [index, layer] of this.layers.entries()) {
      yield [String(index), layer];
    }
  }

  forward(x: Tensor): Tensor {
    let out = x;
    for (let i = 0; i < this.layers.length; i++) {
      const joined = isExactly(this.layers[i + 1], ReLU) && withRelu(this.layers[i]!, out);
      out = joined || this.layers[i]!.forward(out);
      if (joined) i++;
    }
    return out;
  }
}

/** A layer and the ReLU after it in one pass; null for a layer that cannot contain one. */
function withRelu(layer: Layer, x: Tensor): Tensor | null {
  const relu = { relu: true };
  if (isExactly(layer, Linear)) return linear(x, layer.weight, layer.bias, relu);
  if (isExactly(layer, Conv2d)) return layer.forward(x, relu);
  if (isExactly(layer, BatchNorm2d)) return layer.forward(x, relu);
  return isExactly(layer, BatchNorm1d) ? layer.forward(x, relu) : null;
}

/** Whether a module is of this class and not of a subclass, which may compute something else. */
function isExactly<M extends Module>(
  layer: Module | undefined,
  type: new (...args: never[]) => M,
): layer is M {
  return layer?.constructor === type;
}
