/**
 * Exponential moving average without bias: the mean of all values so far. A value's weight is `weight` to the power of
 * the number of later values. With weight 0 the average is the last value, with weight 1 the plain mean. The result
 * equals Adam's bias correction of `m = w·m + (1 − w)·x`. The average is kept as a running mean and the sum of its
 * weights, so that a constant series stays exactly constant and a weight of 1 is no special case.
 */
export class ExponentialAverage {
  #mean = 0;
  #mass = 0;
  /** The share of a new value: 1 / mass. */
  #share = 1;

  constructor(readonly weight: number) {}

  /** The average so far. */
  get mean(): number {
    return this.#mean;
  }

  /**
   * The share of a new value once it is the same for all later values; undefined before. For a weight of 0.9 that is
   * after 350 values.
   */
  get constantShare(): number | undefined {
    return 1 + this.weight * this.#mass === this.#mass ? this.#share : undefined;
  }

  /** Replaces the average by that after further values. Called while {@link constantShare} is defined. */
  continueFrom(mean: number): void {
    this.#mean = mean;
  }

  /**
   * Adds `value` and returns the average. A value that is not finite is a gap: NaN is returned, and the average
   * ignores it.
   */
  next(value: number): number {
    if (!Number.isFinite(value)) return Number.NaN;
    const mass = 1 + this.weight * this.#mass;
    // With a weight below 1 the mass becomes constant (for 0.9 after 350 values), which saves most divisions.
    if (mass !== this.#mass) {
      this.#mass = mass;
      this.#share = 1 / mass;
    }
    this.#mean += (value - this.#mean) * this.#share;
    return this.#mean;
  }
}
