import { decisiveAccuracy } from "./bestEpoch";
import { epochSeconds } from "./epochFigures";
import type { CheckpointEvent, ControlEvent, EpochEvent, ResumedEvent } from "./RunEvent";

/** Number of changes of the learning rate above which the older half is dropped. */
const mostLearningRates = 10_000;

/**
 * Lookups for `applyEvent`, which would otherwise search the whole state at each event. They are not sent to a view:
 * `indexState` computes them from the epochs, controls and checkpoints of a state.
 */
export class FoldIndex {
  /** The figures of the run's own epochs. A fork's own epochs are those after the fork. */
  readonly own = new EpochFigures();
  /** The figures of the parent's epochs up to the fork. */
  readonly parents = new EpochFigures();
  /** The state's checkpoints by their path relative to the run's folder. */
  readonly checkpoints = new Map<string, CheckpointEvent>();
  /** Number of cells in all confusion matrices of the state. */
  confusionCounts = 0;
  /** The learning rates that users and resumes set, each with the number of steps before the change. */
  private learningRates: { step: number; value: number }[] = [];

  /** The learning rate that a user or a resume set last; undefined if none did. */
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
 * The best epoch, the epoch with the lowest test loss, and the time of all epochs. Of epochs with equal accuracies or
 * losses, the earliest counts. Epochs are added at the end and dropped from the end.
 */
class EpochFigures {
  /** Each epoch that was the best when it was added. */
  private readonly byAccuracy: EpochEvent[] = [];
  /** Each epoch that had the lowest test loss when it was added. */
  private readonly byLoss: EpochEvent[] = [];
  /** For each epoch, the time (s) of training, validation and testing in this epoch and in all earlier ones. */
  private readonly times: { epoch: number; seconds: number }[] = [];

  get best(): EpochEvent | undefined {
    return this.byAccuracy.at(-1);
  }

  get leastLoss(): EpochEvent | undefined {
    return this.byLoss.at(-1);
  }

  get seconds(): number {
    return this.times.at(-1)?.seconds ?? 0;
  }

  add(event: EpochEvent): void {
    const { epoch, testLoss } = event;
    this.times.push({ epoch, seconds: this.seconds + epochSeconds(event) });
    if (!this.best || decisiveAccuracy(event) > decisiveAccuracy(this.best)) this.byAccuracy.push(event);
    const least = this.leastLoss?.testLoss ?? Number.POSITIVE_INFINITY;
    if (testLoss !== null && testLoss < least) this.byLoss.push(event);
  }

  dropFrom(first: number): void {
    for (const list of [this.byAccuracy, this.byLoss, this.times])
      dropLastWhile<{ epoch: number }>(list, ({ epoch }) => epoch >= first);
  }
}

/**
 * Drops items from the end of a list until `isVoid` is false for the last item. The cost depends only on the number of
 * dropped items.
 */
export function dropLastWhile<T>(list: T[], isVoid: (item: T) => boolean): void {
  while (list.length > 0 && isVoid(list.at(-1)!)) list.pop();
}
