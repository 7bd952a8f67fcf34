import type { Optimizer } from "../Optimizer";
import { LRScheduler, type ScheduleState } from "./LRScheduler";

export interface OneCycleOptions {
  /** The highest rate. */
  maxLr: number;
  /** Number of steps of the whole cycle. */
  totalSteps: number;
  /** Share (0 to 1) of the steps in which the rate rises. Default: 0.3. */
  pctStart?: number;
  annealStrategy?: "cos" | "linear";
  /** The first rate is maxLr / divFactor. Default: 25. */
  divFactor?: number;
  /** The last rate is the first rate / finalDivFactor. Default: 1e4. */
  finalDivFactor?: number;
  /**
   * Whether the rate falls in two phases: first to the first rate, as fast as it rose, and then to the last rate.
   * Default: false.
   */
  threePhase?: boolean;
  /** Whether the momentum falls while the rate rises, and then rises again. Default: true. */
  cycleMomentum?: boolean;
  /** The lowest momentum. Default: 0.85. */
  baseMomentum?: number;
  /** The highest momentum, with which the cycle begins. Default: 0.95. */
  maxMomentum?: number;
}

interface Phase {
  /** The step, counted from 0, at which the phase ends. It is not always a whole number. */
  end: number;
  from: number;
  to: number;
}

type Anneal = (from: number, to: number, share: number) => number;

/**
 * Raises the rate from its first value to maxLr, then lowers the rate to its last value (Smith and Topin 2017;
 * `torch.optim.lr_scheduler.OneCycleLR`). The caller must call `step()` after every batch.
 */
export class OneCycleLR extends LRScheduler {
  private readonly totalSteps: number;
  private readonly momentumAt: ((epoch: number) => number) | undefined;

  constructor(optimizer: Optimizer, options: OneCycleOptions) {
    const { annealStrategy = "cos", maxLr, divFactor = 25, totalSteps, cycleMomentum = true } = options;
    const anneal = annealStrategy === "cos" ? annealCosine : annealLinearly;
    const phases = phasesOf(options);
    optimizer.initialLr = maxLr / divFactor;
    super(optimizer, ({ epoch }) => valueAt(phases, epoch, anneal));
    this.totalSteps = totalSteps;
    if (cycleMomentum) {
      const momenta = momentaOf(phases, options);
      this.momentumAt = (epoch) => valueAt(momenta, epoch, anneal);
    }
    this.setMomentum();
  }

  /** @throws RangeError if `step` has already been called `totalSteps` times. */
  override step(): void {
    if (this.epoch >= this.totalSteps) {
      throw new RangeError(`OneCycleLR: the cycle has ${this.totalSteps} steps and no more.`);
    }
    super.step();
    this.setMomentum();
  }

  /**
   * Restores a state from `stateDict()` and, with `cycleMomentum`, sets the momentum of the restored step. The learning
   * rate stays unchanged.
   */
  override loadStateDict(state: ScheduleState): void {
    super.loadStateDict(state);
    this.setMomentum();
  }

  private setMomentum(): void {
    if (this.momentumAt) this.optimizer.momentum = this.momentumAt(this.epoch);
  }
}

function phasesOf(options: OneCycleOptions): Phase[] {
  const { maxLr, totalSteps, pctStart = 0.3, divFactor = 25, finalDivFactor = 1e4 } = options;
  const first = maxLr / divFactor;
  const rise = { end: pctStart * totalSteps - 1, from: first, to: maxLr };
  const last = { end: totalSteps - 1, to: first / finalDivFactor };
  if (!options.threePhase) return [rise, { ...last, from: maxLr }];
  const back = { end: 2 * pctStart * totalSteps - 2, from: maxLr, to: first };
  return [rise, back, { ...last, from: first }];
}

/**
 * The phases of the momentum: the momentum falls in the first phase, rises in the second, and is constant in the third,
 * if there is one.
 */
function momentaOf(
  phases: readonly Phase[],
  { baseMomentum: low = 0.85, maxMomentum: high = 0.95 }: OneCycleOptions,
): Phase[] {
  const ends = [
    { from: high, to: low },
    { from: low, to: high },
    { from: high, to: high },
  ];
  return phases.map(({ end }, index) => ({ end, ...ends[index]! }));
}

/**
 * The learning rate or the momentum at step `epoch`. This step is in the first phase that does not end before the step
 * or, beyond all ends, in the last phase.
 */
function valueAt(phases: readonly Phase[], epoch: number, anneal: Anneal): number {
  let start = 0;
  let [phase] = phases as [Phase];
  for (phase of phases) {
    if (epoch <= phase.end) break;
    if (phase !== phases.at(-1)) start = phase.end;
  }
  return anneal(phase.from, phase.to, (epoch - start) / (phase.end - start));
}

function annealCosine(from: number, to: number, share: number): number {
  return to + ((from - to) / 2) * (Math.cos(Math.PI * share) + 1);
}

function annealLinearly(from: number, to: number, share: number): number {
  return (to - from) * share + from;
}
