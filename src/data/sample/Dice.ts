import { Generator } from "../../tensor";

/** Random choices for drawing, from a generator of its own. */
export class Dice {
  readonly generator: Generator;

  constructor(seed: number) {
    this.generator = new Generator(seed);
  }

  /** A uniform number of at least `low` and below `high`. */
  between(low: number, high: number): number {
    return low + (high - low) * this.generator.random32() * 2 ** -32;
  }

  chance(probability: number): boolean {
    return this.between(0, 1) < probability;
  }

  /** A number around 0 with a standard deviation of 1, never beyond ±3.5: the scaled sum of four uniform draws. */
  bell(): number {
    const sum = this.between(-1, 1) + this.between(-1, 1) + this.between(-1, 1) + this.between(-1, 1);
    return sum * 0.866;
  }
}
