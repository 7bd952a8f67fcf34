import type { RunConfig } from "../runs/RunConfig";
import { hasSchedule, type ScheduleName } from "../runs/schedules";
import { optim } from "../tensor";

type LRScheduler = optim.lrScheduler.LRScheduler;

const { lrScheduler } = optim;

type Maker = (
  optimizer: optim.Optimizer,
  options: RunConfig["schedule"],
  totalIters: number,
) => LRScheduler | undefined;

/** The schedules that step after every epoch. `totalIters`: length of the schedule in epochs. */
const makers: Record<Exclude<ScheduleName, "OneCycleLR">, Maker> = {
  none: () => undefined,
  StepLR: (optimizer, { stepSize, gamma }) => new lrScheduler.StepLR(optimizer, { stepSize, gamma }),
  MultiStepLR: (optimizer, { milestones, gamma }) =>
    new lrScheduler.MultiStepLR(optimizer, { milestones, gamma }),
  ExponentialLR: (optimizer, { gamma }) => new lrScheduler.ExponentialLR(optimizer, { gamma }),
  CosineAnnealingLR: (optimizer, { etaMin }, tMax) =>
    new lrScheduler.CosineAnnealingLR(optimizer, { tMax, etaMin }),
  LinearLR: (optimizer, { startFactor, endFactor }, totalIters) =>
    new lrScheduler.LinearLR(optimizer, { startFactor, endFactor, totalIters }),
  PolynomialLR: (optimizer, { power }, totalIters) =>
    new lrScheduler.PolynomialLR(optimizer, { totalIters, power }),
};

/** The schedule of a training's learning rate, warm-up included. */
export interface TrainingSchedule {
  readonly scheduler: LRScheduler;
  /** Length in epochs, without warm-up. */
  readonly length: number;
  /** Whether the schedule steps after every batch; otherwise the schedule steps after every epoch. */
  readonly isPerStep: boolean;
}

/**
 * Makes the schedule of a configuration. Sets the optimizer's learning rate, and with {@link cyclesMomentum} also the
 * momentum, to the schedule's first value.
 * @param length length in epochs, without warm-up; schedules without an end, such as StepLR, ignore it
 * @param stepsPerEpoch number of batches in an epoch
 * @returns undefined for a configuration without schedule and warm-up
 */
export function makeSchedule(
  { schedule, learningRate }: RunConfig,
  optimizer: optim.Optimizer,
  length: number,
  stepsPerEpoch: number,
): TrainingSchedule | undefined {
  if (!hasSchedule({ schedule })) return undefined;
  if (schedule.name === "OneCycleLR") {
    const { pctStart, cycleMomentum } = schedule;
    const totalSteps = length * stepsPerEpoch;
    const options = { maxLr: learningRate, totalSteps, pctStart, cycleMomentum };
    return { scheduler: new lrScheduler.OneCycleLR(optimizer, options), length, isPerStep: true };
  }
  const { warmupEpochs } = schedule;
  const make = () => makers[schedule.name as keyof typeof makers](optimizer, schedule, length);
  if (warmupEpochs === 0) return { scheduler: make()!, length, isPerStep: false };
  const warmUp = new lrScheduler.LinearLR(optimizer, { totalIters: warmupEpochs });
  const after = make();
  const scheduler = after ? new lrScheduler.SequentialLR(optimizer, [warmUp, after], [warmupEpochs]) : warmUp;
  return { scheduler, length, isPerStep: false };
}

/** Whether a schedule changes the optimizer's momentum. */
export function cyclesMomentum({ schedule }: RunConfig): boolean {
  return schedule.name === "OneCycleLR" && schedule.cycleMomentum;
}
