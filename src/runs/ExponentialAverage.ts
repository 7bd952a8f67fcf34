/**
 * Exponential moving average without bias: the weighted mean of all finite values that were added. The weight of a
 * value is `weight` to the power of the number of later values. With `weight` 0 the average is the last value, with
 * `weight` 1 the plain mean. For a `weight` below 1, the result equals Adam's bias-corrected average of
 * `m = weight·m + (1 − weight)·value`. The class keeps the mean and the sum of the weights of all values (`#mass`), so
 * that a constant series stays exactly constant and a `weight` of 1 is no special case.
 */
export class ExponentialAverage {
  #mean = 0;
  #mass = 0;
  /** The share of the latest value in the mean: 1 / `#mass`; 1 before the first value. */
  #share = 1;

  constructor(readonly weight: number) {}

  /** The average; 0 before the first value. */
  get mean(): number {
    return this.#mean;
  }

  /**
   * The share of a further value in the mean, once the share is the same for all further values; undefined until then.
   * For a `weight` of 0.9, the share is the same after 350 values.
   */
  get constantShare(): number | undefined {
    return 1 + this.weight * this.#mass === this.#mass ? this.#share : undefined;
  }

  /**
   * Replaces the average by `mean`, which the caller has computed from further values with {@link constantShare}. Must
   * be called only while {@link constantShare} is defined.
   */
  continueFrom(mean: number): void {
    this.#mean = mean;
  }

  /**
   * Adds `value` and returns the average. For a value that is not finite (a gap), returns NaN and leaves the average
   * unchanged.
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
