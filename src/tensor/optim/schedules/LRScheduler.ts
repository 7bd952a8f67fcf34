import type { Optimizer } from "../Optimizer";

/** The state of a schedule. It does not include the optimizer's learning rate. */
export interface ScheduleState {
  /** Number of calls of `step()`. */
  lastEpoch: number;
  baseRate: number;
  /** The states of the schedules that a SequentialLR contains. */
  schedules?: ScheduleState[];
}

/** The values from which a schedule computes a learning rate. */
export interface ScheduleStep {
  /** Number of calls of `step()`; 0 when the schedule begins. */
  epoch: number;
  /** The present learning rate; when the schedule begins, the base rate. */
  rate: number;
  /** The optimizer's `initialLr`. */
  baseRate: number;
}

/**
 * The base of schedules, after `torch.optim.lr_scheduler.LRScheduler`. Constructing one sets the learning rate of the
 * first epoch. Each `step()` changes the present rate, so that a rate that a user sets stays in force.
 */
export class LRScheduler {
  private lastEpoch = 0;
  private baseRate: number;

  /** @param next computes the learning rate of an epoch from the present one, by PyTorch's recursive form */
  constructor(
    protected readonly optimizer: Optimizer,
    private readonly next: (step: ScheduleStep) => number,
  ) {
    optimizer.initialLr ??= optimizer.lr;
    this.baseRate = optimizer.initialLr;
    this.begin();
  }

  /** Begins the schedule anew at its first epoch, from the base rate. */
  begin(): void {
    this.lastEpoch = 0;
    this.setRate(this.baseRate);
  }

  /** Sets the learning rate of the next epoch; that of the next batch in a schedule with a step after every batch. */
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
