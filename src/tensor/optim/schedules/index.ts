/** Schedules of the learning rate, like those of `torch.optim.lr_scheduler`. */
export { LRScheduler, type ScheduleState, type ScheduleStep } from "./LRScheduler";
export { OneCycleLR, type OneCycleOptions } from "./OneCycleLR";
export { SequentialLR } from "./SequentialLR";
export {
  CosineAnnealingLR,
  ExponentialLR,
  LinearLR,
  MultiStepLR,
  PolynomialLR,
  StepLR,
} from "./schedules";
