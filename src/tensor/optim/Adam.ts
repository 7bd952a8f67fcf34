import { kernels } from "../kernels";
import type { Tensor } from "../Tensor";
import { atLeastZero, Optimizer } from "./Optimizer";

export interface AdamOptions {
  lr?: number;
  /**
   * Decay rates (at least 0, below 1) of the running mean of the gradient and of the running mean of the gradient's
   * square. Default: 0.9 and 0.999.
   */
  betas?: readonly [number, number];
  /** Added to the denominator of the update. Default: 1e-8. */
  eps?: number;
  weightDecay?: number;
  /**
   * Whether the denominator of the update uses, for each element, the greatest value so far of the running mean of the
   * gradient's square instead of the current value. Default: false.
   */
  amsgrad?: boolean;
  /** Whether to maximize the objective. Default: false. */
  maximize?: boolean;
}

/** Adam (Kingma and Ba 2014) with weight decay as an L2 penalty, like `torch.optim.Adam`. */
export class Adam extends Optimizer {
  readonly options: Required<Omit<AdamOptions, "lr">>;
  protected readonly decoupledWeightDecay: boolean = false;

  /** @throws RangeError if an option is out of range. */
  constructor(params: Iterable<Tensor>, options: AdamOptions = {}) {
    const {
      lr = 1e-3,
      betas = [0.9, 0.999],
      eps = 1e-8,
      weightDecay = 0,
      amsgrad = false,
      maximize = false,
    } = options;
    super(params, lr);
    atLeastZero("eps", eps);
    atLeastZero("weightDecay", weightDecay);
    if (!betas.every((beta) => beta >= 0 && beta < 1)) {
      throw new RangeError(`betas must be at least 0 and below 1, not ${betas.join(" and ")}.`);
    }
    this.options = { betas, eps, weightDecay, amsgrad, maximize };
  }

  override get momentum(): number {
    return this.options.betas[0];
  }

  override set momentum(value: number) {
    this.options.betas = [value, this.options.betas[1]];
  }

  protected override update(param: Tensor, grad: Tensor, index: number, step: number): void {
    const { betas, eps, weightDecay, amsgrad, maximize } = this.options;
    kernels().adamStep({
      param: param.data,
      grad: grad.data,
      expAvg: this.buffer(param, index, "exp_avg").data,
      expAvgSq: this.buffer(param, index, "exp_avg_sq").data,
      maxExpAvgSq: amsgrad ? this.buffer(param, index, "max_exp_avg_sq").data : undefined,
      step,
      lr: this.lr,
      beta1: betas[0],
      beta2: betas[1],
      eps,
      weightDecay,
      decoupledWeightDecay: this.decoupledWeightDecay,
      maximize,
    });
  }

  protected override bufferNames(): readonly string[] {
    return ["exp_avg", "exp_avg_sq", ...(this.options.amsgrad ? ["max_exp_avg_sq"] : [])];
  }
}
