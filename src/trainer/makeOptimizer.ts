import type { RunConfig } from "../runs/RunConfig";
import { optim, type Tensor } from "../tensor";

/** The optimizer that a run asks for, over `parameters`; what it does not know (momentum for Adam) is left out. */
export function makeOptimizer(config: RunConfig, parameters: Iterable<Tensor>): optim.Optimizer {
  const { learningRate: lr, momentum, dampening, nesterov, weightDecay } = config;
  switch (config.optimizer) {
    case "sgd":
      return new optim.SGD(parameters, { lr, momentum, dampening, nesterov, weightDecay });
    case "adam":
      return new optim.Adam(parameters, { lr, weightDecay });
    case "adamw":
      return new optim.AdamW(parameters, { lr, weightDecay });
  }
}

/** The names of the buffers that such an optimizer keeps of each parameter from its first update on. */
export function optimizerBuffers({ optimizer, momentum }: RunConfig): readonly string[] {
  switch (optimizer) {
    case "sgd":
      return momentum > 0 ? ["momentum_buffer"] : [];
    case "adam":
    case "adamw":
      return ["exp_avg", "exp_avg_sq"];
  }
}
