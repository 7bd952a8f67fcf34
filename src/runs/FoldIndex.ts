import type { CheckpointEvent, ControlEvent, EpochEvent, ResumedEvent } from "./RunEvent";

/** So many changes of the learning rate are known; no run comes near. */
const mostLearningRates = 10_000;

/**
 * What the fold would otherwise search the whole run for at each event. It follows from the state's lists, and is no
 * part of what a view shows.
 */
export class FoldIndex {
  /** Of the run's own epochs, and of its parent's. */
  readonly own = new BestEpochs();
  readonly parents = new BestEpochs();
  /** The state's checkpoints by file. */
  readonly checkpoints = new Map<string, CheckpointEvent>();
  /** Counts in the confusion matrices that the state holds. */
  confusionCounts = 0;
  /** The learning rates that were set, by the step. */
  private learningRates: { step: number; value: number }[] = [];

  /** The learning rate that was set last; undefined where none was. */
  get learningRate(): number | undefined {
    return this.learningRates.at(-1)?.value;
  }

  noteLearningRate(event: ControlEvent | ResumedEvent): void {
    this.dropLearningRatesAfter(event.step);
    const value = event.type === "resumed" ? event.learningRate : event.value;
    if (value === undefined || (event.type === "control" && event.action !== "learningRate")) return;
    this.learningRates.push({ step: event.step, value });
    if (this.learningRates.length > mostLearningRates)
      this.learningRates = this.learningRates.slice(mostLearningRates / 2);
  }

  dropLearningRatesAfter(step: number): void {
    dropLastWhile(this.learningRates, (one) => one.step > step);
  }
}

/** The epoch with the highest test accuracy, the earliest of equals, while epochs come and the last ones are dropped. */
class BestEpochs {
  /** Each epoch that was the best when it came. */
  private readonly records: EpochEvent[] = [];

  get best(): EpochEvent | undefined {
    return this.records.at(-1);
  }

  add(epoch: EpochEvent): void {
    if (!this.best || epoch.testAccuracy > this.best.testAccuracy) this.records.push(epoch);
  }

  dropFrom(epoch: number): void {
    dropLastWhile(this.records, (one) => one.epoch >= epoch);
  }
}

/** Costs as much as there is to drop. */
export function dropLastWhile<T>(list: T[], isVoid: (item: T) => boolean): void {
  while (list.length > 0 && isVoid(list.at(-1)!)) list.pop();
}
