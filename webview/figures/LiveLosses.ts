import type { Curve } from "../../src/runs/curves";
import { ExponentialAverage } from "../../src/runs/ExponentialAverage";
import { GrowingExtremes } from "../../src/runs/extremes";
import type { Losses } from "../../src/runs/Losses";

/** The values of a curve, and a function that finds the extremes in a part of them. */
type Part = Required<Pick<Curve, "y" | "extremesIn">>;

/** Factor by which the arrays grow when they are full. */
const growth = 1.5;

/**
 * The losses of a run and their exponential average at each step, in arrays from which curves are thinned. On average,
 * the cost of adding a loss does not grow with the length of the run.
 */
export class LiveLosses {
  /** The first loss above 0; undefined while there is none. */
  first: number | undefined;
  /** The highest loss; −∞ while there is none. */
  highest = Number.NEGATIVE_INFINITY;
  private length = 0;
  private held = { values: new Float32Array(1024), averages: new Float32Array(1024) };
  private readonly extremes = { values: new GrowingExtremes(), averages: new GrowingExtremes() };
  private readonly average: ExponentialAverage;
  private readonly revision: number;

  /**
   * @param losses must not change their revision as long as the object is in use, see {@link isMadeOf}
   * @param weight the weight of the {@link ExponentialAverage}
   */
  constructor(
    private readonly losses: Losses,
    private readonly weight: number,
  ) {
    this.revision = losses.revision;
    this.average = new ExponentialAverage(weight);
  }

  /**
   * Whether the object is made of these losses, at their present revision, with this weight. {@link update} then only
   * has to add new losses; otherwise a new object is needed.
   */
  isMadeOf(losses: Losses, weight: number): boolean {
    return losses === this.losses && losses.revision === this.revision && weight === this.weight;
  }

  /** Adds the new losses. @returns this object */
  update(): this {
    const { heldLength } = this.losses;
    this.reserve(heldLength);
    const { values, averages } = this.held;
    for (let step = this.length; step < heldLength; step++) {
      const loss = this.losses.at(step)!;
      values[step] = loss;
      averages[step] = this.average.next(loss);
      if (loss > this.highest) this.highest = loss;
      if (this.first === undefined && loss > 0) this.first = loss;
    }
    this.length = heldLength;
    return this;
  }

  /** The loss of each step; NaN for a gap. */
  get values(): Part {
    return this.part("values");
  }

  /** The average of the losses up to each step; NaN for a gap. */
  get averages(): Part {
    return this.part("averages");
  }

  private part(name: "values" | "averages"): Part {
    const y = this.held[name].subarray(0, this.length);
    return { y, extremesIn: (begin, end) => this.extremes[name].in(y, begin, end) };
  }

  private reserve(length: number): void {
    const { values, averages } = this.held;
    if (length <= values.length) return;
    const most = Math.max(length, Math.ceil(growth * values.length));
    this.held = { values: new Float32Array(most), averages: new Float32Array(most) };
    this.held.values.set(values);
    this.held.averages.set(averages);
  }
}
