import type { RunEvent } from "../runs/RunEvent";

/** Seconds between two chunks: often enough to look alive, seldom enough to cost nothing. */
const CHUNK_SECONDS = 0.05;

/** Gathers batch losses into `steps` events. */
export class StepRecorder {
  private losses: number[] = [];
  private lastEmitted = Number.NEGATIVE_INFINITY;

  /** @param clock seconds since the run began. @param firstStep of the first loss to come. */
  constructor(
    private readonly emit: (event: RunEvent) => void,
    private readonly clock: () => number,
    private firstStep = 0,
  ) {}

  add(epoch: number, loss: number): void {
    this.losses.push(loss);
    if (this.clock() - this.lastEmitted >= CHUNK_SECONDS) this.flush(epoch);
  }

  /** Emits what has been gathered; a chunk never spans two epochs. */
  flush(epoch: number): void {
    if (this.losses.length === 0) return;
    const losses = this.losses.map((loss) => (Number.isFinite(loss) ? loss : null));
    const seconds = this.clock();
    this.emit({ type: "steps", epoch, firstStep: this.firstStep, losses, seconds });
    this.firstStep += losses.length;
    this.losses = [];
    this.lastEmitted = seconds;
  }
}
