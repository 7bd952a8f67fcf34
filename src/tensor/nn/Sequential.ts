import { linear } from "../ops";
import type { Tensor } from "../Tensor";
import { Linear } from "./Linear";
import { type Layer, Module } from "./Module";
import { ReLU } from "./ReLU";

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
      const layer = this.layers[i]!;
      if (isExactly(layer, Linear) && isExactly(this.layers[i + 1], ReLU)) {
        out = linear(out, layer.weight, layer.bias, { relu: true });
        i++;
      } else {
        out = layer.forward(out);
      }
    }
    return out;
  }
}

/** Whether a module is of this class and not of a subclass, which may compute something else. */
function isExactly<M extends Module>(
  layer: Module | undefined,
  type: new (...args: never[]) => M,
): layer is M {
  return layer?.constructor === type;
}
