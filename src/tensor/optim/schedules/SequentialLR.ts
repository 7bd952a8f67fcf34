import type { Optimizer } from "../Optimizer";
import { LRScheduler, type ScheduleState } from "./LRScheduler";

/**
 * Applies several schedules one after the other, such as a LinearLR for warm-up and then another schedule. The first
 * schedule begins at epoch 0, each later schedule at its milestone. Each schedule begins with its own epoch 0 and its
 * base rate.
 */
export class SequentialLR extends LRScheduler {
  /**
   * @param schedules made for the same optimizer
   * @param milestones the epochs at which the second and further schedules begin
   * @throws RangeError unless there is exactly one schedule more than milestones
   */
  constructor(
    optimizer: Optimizer,
    private readonly schedules: readonly LRScheduler[],
    milestones: readonly number[],
  ) {
    if (milestones.length !== schedules.length - 1) {
      throw new RangeError(
        `SequentialLR: ${schedules.length} schedules have ${schedules.length - 1} milestones, not ${milestones.length}.`,
      );
    }
    super(optimizer, ({ epoch }) => {
      const index = milestones.filter((milestone) => milestone <= epoch).length;
      const isFirst = epoch === (index === 0 ? 0 : milestones[index - 1]);
      if (isFirst) schedules[index]!.begin();
      else schedules[index]!.step();
      return optimizer.lr;
    });
  }

  override stateDict(): ScheduleState {
    return { ...super.stateDict(), schedules: this.schedules.map((schedule) => schedule.stateDict()) };
  }

  /** @throws Error if the state has another number of schedules. */
  override loadStateDict(state: ScheduleState): void {
    const { schedules = [] } = state;
    if (schedules.length !== this.schedules.length) {
      throw new Error(
        `loadStateDict: there are ${this.schedules.length} schedules, and the state has ${schedules.length}.`,
      );
    }
    this.schedules.forEach((schedule, i) => {
      schedule.loadStateDict(schedules[i]!);
    });
    super.loadStateDict(state);
  }
}
