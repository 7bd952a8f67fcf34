import { linear } from "../ops";
import type { Tensor } from "../Tensor";
import { uniformFor } from "./init";
import { Module } from "./Module";
import { parameter } from "./Parameter";

/**
 * y = x·Wᵀ + b, like `torch.nn.Linear`. The initial weight and bias are drawn from the default generator exactly as
 * PyTorch draws them.
 */
export class Linear extends Module {
  /** [outFeatures, inFeatures] */
  readonly weight: Tensor;
  /** [outFeatures]; null if the option `bias` is false. */
  readonly bias: Tensor | null;

  constructor(
    readonly inFeatures: number,
    readonly outFeatures: number,
    options: { bias?: boolean } = {},
  ) {
    super();
    this.weight = parameter([outFeatures, inFeatures]);
    this.bias = (options.bias ?? true) ? parameter([outFeatures]) : null;
    uniformFor(inFeatures, this.weight, this.bias);
  }

  /** Maps [..., inFeatures] to [..., outFeatures]. */
  forward(x: Tensor): Tensor {
    return linear(x, this.weight, this.bias);
  }
}
