import type { CheckpointEvent, ControlEvent, EpochEvent, ResumedEvent } from "./RunEvent";

/** Most changes of the learning rate that are kept. Real runs have far fewer. */
const mostLearningRates = 10_000;

/**
 * Lookups for the fold, which would otherwise search the whole run at each event. They are computed from the state's
 * lists and are not sent to a view.
 */
export class FoldIndex {
  /** The best epochs of the run itself, and of its parent. */
  readonly own = new BestEpochs();
  readonly parents = new BestEpochs();
  /** The state's checkpoints by file. */
  readonly checkpoints = new Map<string, CheckpointEvent>();
  /** Number of counts in the confusion matrices that the state holds. */
  confusionCounts = 0;
  /** The learning rates that a user set, with their steps. */
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

/**
 * The epoch with the highest test accuracy, the earliest of equals. Epochs are added at the end and dropped from the
 * end.
 */
class BestEpochs {
  /** Each epoch that was the best when it was added. */
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

/** Drops items from the end. The cost depends on the number of dropped items only. */
export function dropLastWhile<T>(list: T[], isVoid: (item: T) => boolean): void {
  while (list.length > 0 && isVoid(list.at(-1)!)) list.pop();
}
