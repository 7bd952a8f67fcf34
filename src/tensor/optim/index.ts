/** Optimizers, after `torch.optim`. */
export { Adam, type AdamOptions } from "./Adam";
export { AdamW } from "./AdamW";
export { Optimizer, type OptimizerState, type StoredOptimizerState } from "./Optimizer";
export { SGD, type SGDOptions } from "./SGD";
