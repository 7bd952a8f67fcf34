import { isGradEnabled } from "../autograd";
import { linear } from "../ops";
import { tidy } from "../scope";
import type { Tensor } from "../Tensor";
import { ReLU } from "./activations";
import { BatchNorm1d, BatchNorm2d } from "./BatchNorm";
import { Conv2d } from "./Conv2d";
import { Linear } from "./Linear";
import { type Layer, Module } from "./Module";

/**
 * Layers that are applied in order. The name of a layer is its index. Within `noGrad`, the output of a layer is
 * disposed as soon as the next layer has returned another tensor, unless the output is the input of the module.
 */
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
    for (let i = 0; i < this.layers.length; ) {
      const { y, layers } = isGradEnabled() ? this.apply(i, out) : tidy(() => this.apply(i, out));
      if (!isGradEnabled() && out !== x && out !== y) out.dispose();
      out = y;
      i += layers;
    }
    return out;
  }

  /**
   * Applies the layer at an index. If a ReLU follows and {@link withRelu} supports the layer, also applies the ReLU in
   * the same pass.
   * @returns the output, and the number of layers that were applied
   */
  private apply(index: number, x: Tensor): { y: Tensor; layers: number } {
    const layer = this.layers[index]!;
    const joined = isExactly(this.layers[index + 1], ReLU) && withRelu(layer, x);
    return joined ? { y: joined, layers: 2 } : { y: layer.forward(x), layers: 1 };
  }
}

/** The output of the ReLU after a layer, if layer and ReLU can be computed in one pass; else null. */
function withRelu(layer: Layer, x: Tensor): Tensor | null {
  const relu = { relu: true };
  if (isExactly(layer, Linear)) return linear(x, layer.weight, layer.bias, relu);
  if (isExactly(layer, Conv2d)) return layer.forward(x, relu);
  if (isExactly(layer, BatchNorm2d)) return layer.forward(x, relu);
  return isExactly(layer, BatchNorm1d) ? layer.forward(x, relu) : null;
}

/** Whether a module is of the class `type` itself, not of a subclass, which may compute something else. */
function isExactly<M extends Module>(
  layer: Module | undefined,
  type: new (...args: never[]) => M,
): layer is M {
  return layer?.constructor === type;
}
