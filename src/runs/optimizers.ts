/** The optimizers that a run can use. `src/model/makeOptimizer.ts` makes them. */
export const optimizers = {
  sgd: { label: "SGD", weightDecay: 0 },
  adam: { label: "Adam", weightDecay: 0 },
  adamw: { label: "AdamW", weightDecay: 0.01 },
  rmsprop: { label: "RMSprop", weightDecay: 0 },
} as const satisfies Record<string, OptimizerEntry>;

interface OptimizerEntry {
  /** PyTorch's name. */
  label: string;
  /** The default weight decay of the class in `torch.optim`. */
  weightDecay: number;
}

export type OptimizerName = keyof typeof optimizers;

export const optimizerNames = Object.keys(optimizers) as OptimizerName[];
