import type { Tensor } from "../Tensor";
import { Adam, type AdamOptions } from "./Adam";

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter 2017), like `torch.optim.AdamW`. The default weight decay is
 * 0.01.
 */
export class AdamW extends Adam {
  protected override readonly decoupledWeightDecay = true;

  /** @throws RangeError if an option is out of range. */
  constructor(params: Iterable<Tensor>, options: AdamOptions = {}) {
    super(params, { ...options, weightDecay: options.weightDecay ?? 0.01 });
  }
}
