import type { Tensor } from "../Tensor";
import { Adam, type AdamOptions } from "./Adam";

/** Adam with decoupled weight decay (Loshchilov and Hutter 2017), 0.01 by default, after `torch.optim.AdamW`. */
export class AdamW extends Adam {
  protected override readonly decoupledWeightDecay = true;

  /** @throws RangeError for an option out of range. */
  constructor(params: Iterable<Tensor>, options: AdamOptions = {}) {
    super(params, { ...options, weightDecay: options.weightDecay ?? 0.01 });
  }
}
