import { ExponentialAverage } from "../../src/runs/ExponentialAverage";
import type { Losses } from "../../src/runs/Losses";
import { MinMaxSeries, type Point } from "./MinMaxSeries";

/**
 * The two lines of the loss chart: every batch's loss, and the smoothed loss. New losses are added to both. The
 * average covers every step and is thinned out afterwards.
 */
export class LossCurve {
  #batch: MinMaxSeries;
  #smoothed: MinMaxSeries;
  #average: ExponentialAverage;
  readonly #revision: number;
  #drawn: { batch: Point[]; smoothed: Point[] } | undefined;

  /**
   * @param losses the run's losses; a curve holds one revision of them
   * @param weight of the smoothing, from 0 (none) to 1 (the mean of all)
   * @param width of the chart in pixels. Each pixel has at most two points of the losses and one of the smoothed loss.
   * Gaps are further points.
   */
  constructor(
    readonly losses: Losses,
    readonly weight: number,
    readonly width: number,
  ) {
    this.#revision = losses.revision;
    const capacity = Math.max(2, Math.ceil(width));
    this.#batch = new MinMaxSeries(capacity);
    this.#smoothed = new MinMaxSeries(Math.ceil(capacity / 2));
    this.#average = new ExponentialAverage(weight);
  }

  /** Whether the curve has these parameters. {@link update} then adds only the new losses. */
  isMadeOf(losses: Losses, weight: number, width: number): boolean {
    const isSame = losses === this.losses && losses.revision === this.#revision;
    return isSame && weight === this.weight && width === this.width;
  }

  /** Adds new losses and returns the points. */
  update(): { batch: Point[]; smoothed: Point[] } {
    const { heldLength } = this.losses;
    if (this.#drawn && this.#batch.length === heldLength) return this.#drawn;
    for (let step = this.#batch.length; step < heldLength; step++) {
      const loss = this.losses.at(step) ?? Number.NaN;
      this.#batch.push(loss);
      this.#smoothed.push(this.#average.next(loss));
    }
    this.#drawn = { batch: this.#batch.points(), smoothed: this.#smoothed.points() };
    return this.#drawn;
  }
}
