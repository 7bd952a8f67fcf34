import type { OptimizerName } from "../runs/optimizers";
import type { RunConfig } from "../runs/RunConfig";
import { optim, type Tensor } from "../tensor";
import { cyclesMomentum } from "./makeSchedule";

interface Maker {
  /** Options of other optimizers (momentum for Adam) are ignored. */
  make(parameters: Iterable<Tensor>, config: RunConfig): optim.Optimizer;
  /** Returns the names that {@link optimizerBuffers} returns. */
  buffers(config: RunConfig): readonly string[];
}

const moments = () => ["exp_avg", "exp_avg_sq"];

const makers: Record<OptimizerName, Maker> = {
  sgd: {
    make: (parameters, { learningRate: lr, momentum, dampening, nesterov, weightDecay }) =>
      new optim.SGD(parameters, { lr, momentum, dampening, nesterov, weightDecay }),
    buffers: (config) => (config.momentum > 0 || cyclesMomentum(config) ? ["momentum_buffer"] : []),
  },
  adam: {
    make: (parameters, { learningRate: lr, weightDecay }) => new optim.Adam(parameters, { lr, weightDecay }),
    buffers: moments,
  },
  adamw: {
    make: (parameters, { learningRate: lr, weightDecay }) => new optim.AdamW(parameters, { lr, weightDecay }),
    buffers: moments,
  },
  rmsprop: {
    make: (parameters, { learningRate: lr, weightDecay }) =>
      new optim.RMSprop(parameters, { lr, weightDecay }),
    buffers: (config) => ["square_avg", ...(cyclesMomentum(config) ? ["momentum_buffer"] : [])],
  },
};

/** Makes the optimizer of a configuration for `parameters`. */
export function makeOptimizer(config: RunConfig, parameters: Iterable<Tensor>): optim.Optimizer {
  return makers[config.optimizer].make(parameters, config);
}

/**
 * Names of the buffers that the optimizer of a configuration has for each parameter from the parameter's first update
 * on.
 */
export function optimizerBuffers(config: RunConfig): readonly string[] {
  return makers[config.optimizer].buffers(config);
}
