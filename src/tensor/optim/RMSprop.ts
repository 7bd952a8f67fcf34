import { kernels } from "../kernels";
import type { Tensor } from "../Tensor";
import { atLeastZero, Optimizer } from "./Optimizer";

export interface RMSpropOptions {
  lr?: number;
  /** Decay rate of the running means of the gradient's square and, with `centered`, of the gradient. Default: 0.99. */
  alpha?: number;
  /**
   * Added to the denominator of the update, which is the square root of the running mean square or, with `centered`, of
   * the running variance. Default: 1e-8.
   */
  eps?: number;
  /** L2 penalty: weightDecay · parameter is added to the gradient. Default: 0. */
  weightDecay?: number;
  momentum?: number;
  /**
   * Whether the denominator uses the running variance of the gradient (its mean square minus its squared mean) instead
   * of the running mean square. Default: false.
   */
  centered?: boolean;
  /** Whether to maximize the objective. Default: false. */
  maximize?: boolean;
}

/** RMSprop (Hinton 2012), like `torch.optim.RMSprop`. */
export class RMSprop extends Optimizer {
  readonly options: Required<Omit<RMSpropOptions, "lr">>;

  /** @throws RangeError if an option is out of range. */
  constructor(params: Iterable<Tensor>, options: RMSpropOptions = {}) {
    const {
      lr = 1e-2,
      alpha = 0.99,
      eps = 1e-8,
      weightDecay = 0,
      momentum = 0,
      centered = false,
      maximize = false,
    } = options;
    super(params, lr);
    for (const [name, value] of Object.entries({ alpha, eps, weightDecay, momentum })) {
      atLeastZero(name, value);
    }
    this.options = { alpha, eps, weightDecay, momentum, centered, maximize };
  }

  override get momentum(): number {
    return this.options.momentum;
  }

  override set momentum(value: number) {
    this.options.momentum = value;
  }

  protected override update(param: Tensor, grad: Tensor, index: number): void {
    const { centered, ...options } = this.options;
    kernels().rmspropStep({
      param: param.data,
      grad: grad.data,
      squareAvg: this.buffer(param, index, "square_avg").data,
      gradAvg: centered ? this.buffer(param, index, "grad_avg").data : undefined,
      momentumBuffer: options.momentum > 0 ? this.buffer(param, index, "momentum_buffer").data : undefined,
      lr: this.lr,
      ...options,
    });
  }

  protected override bufferNames(): readonly string[] {
    const { centered, momentum } = this.options;
    return ["square_avg", ...(centered ? ["grad_avg"] : []), ...(momentum > 0 ? ["momentum_buffer"] : [])];
  }
}
