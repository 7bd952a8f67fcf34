/** A drawn point: `x` is the step, `y` its value or NaN for a gap. */
export interface Point {
  x: number;
  y: number;
}

/** Neighbouring steps that are drawn together: their lowest and highest value, and the first gap. */
interface Bucket {
  low?: Point;
  high?: Point;
  gap?: Point;
}

/**
 * A series of any length, drawn with a limited number of points. Neighbouring steps share a bucket, which keeps their
 * extremes and the first gap, so that spikes and gaps stay visible. When all buckets are in use, pairs of them are
 * merged. On average, adding a value costs the same at any length.
 */
export class MinMaxSeries {
  #buckets: Bucket[] = [];
  #stepsPerBucket = 1;
  #length = 0;

  /** @param capacity number of buckets; each is drawn as at most two points and a gap */
  constructor(readonly capacity: number) {}

  get length(): number {
    return this.#length;
  }

  push(y: number): void {
    const x = this.#length++;
    let index = Math.floor(x / this.#stepsPerBucket);
    if (index >= this.capacity) {
      this.#halve();
      index = Math.floor(x / this.#stepsPerBucket);
    }
    this.#buckets[index] ??= {};
    const bucket = this.#buckets[index]!;
    // Most values lie between the extremes of their bucket and need no point.
    if (bucket.low && bucket.high && y >= bucket.low.y && y <= bucket.high.y) return;
    add(bucket, { x, y });
  }

  /** The points to draw, in order of `x`. */
  points(): Point[] {
    const points: Point[] = [];
    for (const { low, high, gap } of this.#buckets) {
      if (gap) {
        const drawn = [low, high === low ? undefined : high, gap].filter((point) => point !== undefined);
        points.push(...drawn.sort((a, b) => a.x - b.x));
      } else if (low && high && low !== high) {
        if (low.x < high.x) points.push(low, high);
        else points.push(high, low);
      } else if (low) points.push(low);
    }
    return points;
  }

  #halve(): void {
    const halved: Bucket[] = [];
    this.#buckets.forEach((bucket, index) => {
      if (index % 2 === 0) halved.push(bucket);
      else for (const point of [bucket.low, bucket.high, bucket.gap]) if (point) add(halved.at(-1)!, point);
    });
    this.#buckets = halved;
    this.#stepsPerBucket *= 2;
  }
}

function add(bucket: Bucket, point: Point): void {
  if (Number.isNaN(point.y)) {
    bucket.gap ??= point;
    return;
  }
  if (!bucket.low || point.y < bucket.low.y) bucket.low = point;
  if (!bucket.high || point.y > bucket.high.y) bucket.high = point;
}
