import type { RunEvent, StepsEvent } from "../runs/RunEvent";

/**
 * Collects the events between two messages to a dashboard. Joins two events into one only if the run's state, which is
 * folded from the events, is the same with the joined event.
 */
export class EventBatch {
  private events: RunEvent[] = [];

  add(event: RunEvent): void {
    const last = this.events.at(-1);
    if (last?.type === "data" && event.type === "data") this.events.splice(-1, 1, event);
    else if (last?.type === "steps" && event.type === "steps" && this.continues(last, event))
      this.events.splice(-1, 1, {
        ...event,
        firstStep: last.firstStep,
        losses: last.losses.concat(event.losses),
        ...(event.learningRates && { learningRates: last.learningRates?.concat(event.learningRates) }),
      });
    else this.events.push(event);
  }

  /** Removes the collected events and returns them. */
  take(): RunEvent[] {
    return this.events.splice(0);
  }

  clear(): void {
    this.events = [];
  }

  /**
   * Whether two `steps` events can be joined. They must follow another `steps` event of the same epoch in the batch:
   * the first one of an epoch stays separate, since the training speed is measured from its end.
   */
  private continues(last: StepsEvent, next: StepsEvent): boolean {
    const before = this.events.at(-2);
    return (
      last.epoch === next.epoch &&
      last.firstStep + last.losses.length === next.firstStep &&
      before?.type === "steps" &&
      before.epoch === next.epoch
    );
  }
}
