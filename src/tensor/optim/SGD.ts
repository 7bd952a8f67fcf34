import { kernels } from "../kernels";
import type { Tensor } from "../Tensor";
import { atLeastZero, Optimizer } from "./Optimizer";

export interface SGDOptions {
  lr?: number;
  momentum?: number;
  dampening?: number;
  nesterov?: boolean;
  /** L2 penalty: weightDecay · parameter is added to the gradient. Default: 0. */
  weightDecay?: number;
  /** Whether to maximize the objective. Default: false. */
  maximize?: boolean;
}

/** Stochastic gradient descent, like `torch.optim.SGD`. */
export class SGD extends Optimizer {
  readonly options: Required<Omit<SGDOptions, "lr">>;

  /** @throws RangeError if an option is out of range. */
  constructor(params: Iterable<Tensor>, options: SGDOptions = {}) {
    const {
      lr = 1e-3,
      momentum = 0,
      dampening = 0,
      nesterov = false,
      weightDecay = 0,
      maximize = false,
    } = options;
    super(params, lr);
    atLeastZero("momentum", momentum);
    atLeastZero("weightDecay", weightDecay);
    if (nesterov && !(momentum > 0 && dampening === 0)) {
      throw new RangeError("nesterov needs a momentum above 0 and a dampening of 0.");
    }
    this.options = { momentum, dampening, nesterov, weightDecay, maximize };
  }

  override get momentum(): number {
    return this.options.momentum;
  }

  override set momentum(value: number) {
    this.options.momentum = value;
  }

  protected override update(param: Tensor, grad: Tensor, index: number, step: number): void {
    const momentumBuffer =
      this.options.momentum === 0 ? undefined : this.buffer(param, index, "momentum_buffer").data;
    kernels().sgdStep({
      param: param.data,
      grad: grad.data,
      momentumBuffer,
      firstStep: step === 1,
      lr: this.lr,
      ...this.options,
    });
  }

  protected override bufferNames(): readonly string[] {
    return this.options.momentum === 0 ? [] : ["momentum_buffer"];
  }
}
