import { type Conv2dOptions, conv2d } from "../ops";
import { type Pair, toPair } from "../ops/pair";
import type { Tensor } from "../Tensor";
import { uniformFor } from "./init";
import { Module } from "./Module";
import { parameter } from "./Parameter";

/**
 * Cross-correlation of images with filters, like `torch.nn.Conv2d`. The initial weight and bias are drawn from the
 * default generator exactly as PyTorch draws them.
 */
export class Conv2d extends Module {
  /** [outChannels, inChannels / groups, rows, columns] */
  readonly weight: Tensor;
  /** [outChannels]; null if the option `bias` is false. */
  readonly bias: Tensor | null;
  readonly options: Readonly<Omit<Conv2dOptions, "relu">>;

  /**
   * @throws RangeError if the kernel size is not a whole number of at least 1, or if `groups` does not divide both
   * numbers of channels.
   */
  constructor(
    readonly inChannels: number,
    readonly outChannels: number,
    readonly kernelSize: Pair,
    { bias = true, ...options }: Omit<Conv2dOptions, "relu"> & { bias?: boolean } = {},
  ) {
    super();
    const { groups = 1 } = options;
    const [rows, cols] = toPair("Conv2d", "kernelSize", kernelSize, 1);
    if (inChannels % groups !== 0 || outChannels % groups !== 0) {
      throw new RangeError(
        `Conv2d: ${inChannels} channels in and ${outChannels} out cannot be divided into ${groups} equal groups.`,
      );
    }
    this.options = options;
    this.weight = parameter([outChannels, inChannels / groups, rows, cols]);
    this.bias = bias ? parameter([outChannels]) : null;
    uniformFor((inChannels / groups) * rows * cols, this.weight, this.bias);
  }

  /**
   * Maps [N, inChannels, height, width] to [N, outChannels, output height, output width]. With `relu`, negative results
   * become 0.
   */
  forward(x: Tensor, { relu = false }: { relu?: boolean } = {}): Tensor {
    return conv2d(x, this.weight, this.bias, { ...this.options, relu });
  }
}
