import type { Optimizer } from "../Optimizer";

/** The state of a schedule. It does not include the optimizer's learning rate. */
export interface ScheduleState {
  /** Number of calls of `step()` since the schedule began. */
  lastEpoch: number;
  baseRate: number;
  /** The states of the schedules that a SequentialLR contains. */
  schedules?: ScheduleState[];
}

/** The values from which a schedule computes a learning rate. */
export interface ScheduleStep {
  /** Number of calls of `step()` since the schedule began, including the current call; 0 when the schedule begins. */
  epoch: number;
  /** The current learning rate. When the schedule begins, this is the base rate. */
  rate: number;
  /** The base rate: the optimizer's `initialLr` when the schedule was made, or the base rate of the loaded state. */
  baseRate: number;
}

/**
 * The base class of schedules, like `torch.optim.lr_scheduler.LRScheduler`. The constructor sets the learning rate of
 * the first epoch. Each `step()` computes the new rate from the current rate. If the user has set another rate
 * meanwhile, the schedule therefore continues from that rate. There are two exceptions: OneCycleLR ignores the current
 * rate, and SequentialLR ignores it at a milestone.
 */
export class LRScheduler {
  private lastEpoch = 0;
  private baseRate: number;

  /** @param next computes the new learning rate, like `get_lr` of PyTorch's schedules */
  constructor(
    protected readonly optimizer: Optimizer,
    private readonly next: (step: ScheduleStep) => number,
  ) {
    optimizer.initialLr ??= optimizer.lr;
    this.baseRate = optimizer.initialLr;
    this.begin();
  }

  /** Restarts the schedule at its first epoch and sets the learning rate of that epoch. */
  begin(): void {
    this.lastEpoch = 0;
    this.setRate(this.baseRate);
  }

  /** Sets the learning rate of the next epoch or, for a schedule that steps after every batch, of the next batch. */
  step(): void {
    this.lastEpoch++;
    this.setRate(this.optimizer.lr);
  }

  /** Number of calls of `step()` since the schedule began. */
  get epoch(): number {
    return this.lastEpoch;
  }

  stateDict(): ScheduleState {
    return { lastEpoch: this.lastEpoch, baseRate: this.baseRate };
  }

  /** Restores a state from `stateDict()`. The learning rate stays unchanged. */
  loadStateDict({ lastEpoch, baseRate }: ScheduleState): void {
    this.lastEpoch = lastEpoch;
    this.baseRate = baseRate;
    this.optimizer.initialLr = baseRate;
  }

  private setRate(rate: number): void {
    const { lastEpoch: epoch, baseRate } = this;
    this.optimizer.lr = this.next({ epoch, rate, baseRate });
  }
}
