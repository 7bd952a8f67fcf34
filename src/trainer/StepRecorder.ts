import type { RunEvent } from "../runs/RunEvent";

/**
 * Shortest time (s) between a `steps` event and the next one that {@link StepRecorder.add} emits. This value gives a
 * smooth display at little cost.
 */
const CHUNK_SECONDS = 0.05;

/** Collects the losses of batches, and learning rates that a schedule sets, into `steps` events. */
export class StepRecorder {
  private losses: number[] = [];
  private learningRates: number[] = [];
  private lastEmitted = Number.NEGATIVE_INFINITY;

  /**
   * @param clock returns the time (s) on the run's clock
   * @param firstStep number of the step whose loss is added first; the first step of the run is 0
   */
  constructor(
    private readonly emit: (event: RunEvent) => void,
    private readonly clock: () => number,
    private firstStep = 0,
  ) {}

  /** Adds a step. @param learningRate the rate of the step; only in a run with a schedule */
  add(epoch: number, loss: number, learningRate?: number): void {
    this.losses.push(loss);
    if (learningRate !== undefined) this.learningRates.push(learningRate);
    if (this.clock() - this.lastEmitted >= CHUNK_SECONDS) this.flush(epoch);
  }

  /**
   * Emits the collected losses and learning rates as one event; does nothing if there are none. Must be called at the
   * end of each epoch, since an event holds steps of one epoch only.
   */
  flush(epoch: number): void {
    if (this.losses.length === 0) return;
    const losses = this.losses.map((loss) => (Number.isFinite(loss) ? loss : null));
    const seconds = this.clock();
    const { firstStep, learningRates } = this;
    const rates = learningRates.length > 0 && { learningRates };
    this.emit({ type: "steps", epoch, firstStep, losses, ...rates, seconds });
    this.firstStep += losses.length;
    this.losses = [];
    this.learningRates = [];
    this.lastEmitted = seconds;
  }
}
