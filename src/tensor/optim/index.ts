/** Optimizers and schedules, like those of `torch.optim`. */
export { Adam, type AdamOptions } from "./Adam";
export { AdamW } from "./AdamW";
export { Optimizer, type OptimizerState, type StoredOptimizerState } from "./Optimizer";
export { RMSprop, type RMSpropOptions } from "./RMSprop";
export { SGD, type SGDOptions } from "./SGD";
export * as lrScheduler from "./schedules";
