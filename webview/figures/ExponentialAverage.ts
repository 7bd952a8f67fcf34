/**
 * Debiased exponential moving average: the mean of all values so far, each weighted by `weight`
 * to the power of its age. A weight of 0 follows every value, a weight of 1 is the plain mean.
 * Equal to Adam's bias correction of `m = w·m + (1 − w)·x`, kept as a running mean and the sum of
 * its weights, so that a constant series stays exactly constant and a weight of 1 needs no case.
 */
export class ExponentialAverage {
  #mean = 0;
  #mass = 0;

  constructor(readonly weight: number) {}

  /** The average with `value` counted in. A value that is not finite is a gap: NaN comes back, and it never counts. */
  next(value: number): number {
    if (!Number.isFinite(value)) return Number.NaN;
    this.#mass = 1 + this.weight * this.#mass;
    this.#mean += (value - this.#mean) / this.#mass;
    return this.#mean;
  }
}
