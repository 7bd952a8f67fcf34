/** The mean of the curves of a group of runs. A place is an x at which the mean is computed. */
import type { Curve } from "./curves";
import { type CurveView, type Points, visibleIndices } from "./thinCurve";

/** How the values of a group spread around their mean. Each array has one element for each x of the mean. */
export interface Spread {
  /** Number of curves that have a value at the place. */
  count: Float32Array;
  /** Standard deviation of the sample (with the divisor `count` − 1); NaN for fewer than two values. */
  sd: Float32Array;
  /** The least of the values at the place and of those between the previous place and this one. */
  min: Float32Array;
  /** The greatest of the values at the place and of those between the previous place and this one. */
  max: Float32Array;
}

export interface GroupPoints {
  mean: Points;
  spread: Spread;
}

/** The curve of one run of a group. If the run is a fork, only the curve's values after the fork are averaged. */
export interface Member extends Curve {
  /** Index of the curve's first value that is averaged. */
  first: number;
}

/** The visible range of the x axis, and how many values a chart can show there. */
export type GroupView = Pick<CurveView, "buckets" | "isLog"> & {
  /** The visible part of the x axis; undefined for the whole axis. */
  range: readonly [from: number, to: number] | undefined;
};

/** Largest number of values of all curves together for which the mean may be computed at each x of each curve. */
const mostCompared = 20_000;

/**
 * Chooses the places at which curves are averaged. If the curves have no more than {@link mostCompared} visible values,
 * and if these have no more than four distinct x for each bucket of the view, all these x are places. Otherwise, about
 * two places for each bucket are spread over the chart at equal distances. Within the range of the curve with the most
 * visible values, each place is then moved to the next x of this curve. On the axis of steps, another curve of losses
 * has a value at this x, too, unless it ends before this x.
 */
export class CommonPlaces {
  private places = new Set<number>();
  /** Places at which a curve has two values, as at a change of the learning rate. */
  private readonly doubled = new Set<number>();
  private total = 0;
  private longest: { member: Member; length: number } | undefined;
  private from = Number.POSITIVE_INFINITY;
  private to = Number.NEGATIVE_INFINITY;

  constructor(private readonly view: GroupView) {}

  /** Adds a curve. The memory of the curve's values may be used again after the call. */
  add(member: Member): void {
    const [begin, end] = visiblePart(member, this.view.range);
    if (begin >= end) return;
    const length = end - begin;
    if (length > (this.longest?.length ?? 0)) this.longest = { member, length };
    this.from = Math.min(this.from, member.xAt(begin));
    this.to = Math.max(this.to, member.xAt(end - 1));
    this.total += length;
    if (this.total > mostCompared) return;
    let before = Number.NaN;
    for (let index = begin; index < end; index++) {
      const place = member.xAt(index);
      this.places.add(place);
      if (place === before) this.doubled.add(place);
      before = place;
    }
  }

  /**
   * The places in ascending order. If every visible x of the curves is a place, a place at which a curve has two values
   * is listed twice, once for each value. Places that are spread over the chart are listed once.
   */
  get x(): Float64Array {
    if (!this.longest) return new Float64Array();
    const isFew = this.total <= mostCompared && this.places.size <= 4 * this.view.buckets;
    const places = isFew ? [...this.places, ...this.doubled] : this.spaced(this.longest.member);
    return Float64Array.from(places).sort();
  }

  private spaced(member: Member): Set<number> {
    const { from, to } = this;
    const number = 2 * this.view.buckets;
    const last = member.y.length - 1;
    // A logarithmic axis begins above 0. If `from` is 0, it begins at the x of the curve's second value, or at a
    // billionth of `to` if that is larger.
    const least = from > 0 ? from : Math.min(to, Math.max(member.xAt(Math.min(1, last)), to * 1e-9));
    const isLog = this.view.isLog && to > 0;
    const places = new Set([from, to]);
    for (let index = 0; index <= number; index++) {
      const share = index / number;
      const place = isLog ? least * (to / least) ** share : from + (to - from) * share;
      const nearest = Math.max(member.first, member.indexAt(place));
      places.add(
        nearest <= last && place >= member.xAt(member.first) ? Math.min(to, member.xAt(nearest)) : place,
      );
    }
    return places;
  }
}

/**
 * Mean and spread of curves at given places. Between two of its values, a curve is interpolated linearly. A curve is
 * left out at places before its first value, at places after its last value, and in gaps, where its values are NaN.
 */
export class GroupCurve {
  private readonly count: Float32Array;
  private readonly mean: Float64Array;
  /** Sums of the squared differences from the mean, updated as by Welford (1962). */
  private readonly squares: Float64Array;
  private readonly min: Float32Array;
  private readonly max: Float32Array;

  /** @param x the places, in ascending order, as {@link CommonPlaces} chooses them */
  constructor(private readonly x: Float64Array) {
    this.count = new Float32Array(x.length);
    this.mean = new Float64Array(x.length);
    this.squares = new Float64Array(x.length);
    this.min = new Float32Array(x.length).fill(Number.POSITIVE_INFINITY);
    this.max = new Float32Array(x.length).fill(Number.NEGATIVE_INFINITY);
  }

  /** Adds a curve. The memory of the curve's values may be used again after the call. */
  add(member: Member): void {
    const { y, xAt, indexAt, first } = member;
    /** Index of the first value after the previous place. */
    let next: number | undefined;
    for (let at = 0; at < this.x.length; at++) {
      const place = this.x[at]!;
      const after = Math.max(first, indexAt(place));
      if (next !== undefined) this.includeBetween(at, y, next, Math.min(after, y.length));
      next = after;
      if (after >= y.length) continue;
      const right = xAt(after);
      if (right === place) {
        next++;
        // A place at which a curve may have two values is listed twice. The second listing gets the second value, if
        // there is one.
        const isSecond =
          at > 0 && this.x[at - 1] === place && after + 1 < y.length && xAt(after + 1) === place;
        this.include(at, y[isSecond ? after + 1 : after]!);
      } else if (after > first) {
        const left = xAt(after - 1);
        const share = (place - left) / (right - left);
        this.include(at, y[after - 1]! + share * (y[after]! - y[after - 1]!));
      }
    }
  }

  get points(): GroupPoints {
    const { x, count, min, max } = this;
    const known = (values: Float32Array) => values.map((value, at) => (count[at] === 0 ? Number.NaN : value));
    const sd = this.squares.map((sum, at) =>
      count[at]! < 2 ? Number.NaN : Math.sqrt(sum / (count[at]! - 1)),
    );
    return {
      mean: { x, y: known(Float32Array.from(this.mean)) },
      spread: { count, sd: Float32Array.from(sd), min: known(min), max: known(max) },
    };
  }

  private include(at: number, value: number): void {
    if (Number.isNaN(value)) return;
    const count = this.count[at]! + 1;
    const difference = value - this.mean[at]!;
    this.count[at] = count;
    this.mean[at] = this.mean[at]! + difference / count;
    this.squares[at] = this.squares[at]! + difference * (value - this.mean[at]!);
    this.min[at] = Math.min(this.min[at]!, value);
    this.max[at] = Math.max(this.max[at]!, value);
  }

  /** Includes the values at the indices from `begin` to before `end` in the extremes of the place `at`. */
  private includeBetween(at: number, y: Float32Array, begin: number, end: number): void {
    let low = this.min[at]!;
    let high = this.max[at]!;
    for (let index = begin; index < end; index++) {
      const value = y[index]!;
      if (value < low) low = value;
      if (value > high) high = value;
    }
    this.min[at] = low;
    this.max[at] = high;
  }
}

/**
 * The indices, from `begin` to before `end`, of a member's values in a range of the x axis, with one more value at
 * either side. No index is below `member.first`. Without a range, the indices of all values from `member.first` on.
 */
export function visiblePart(
  member: Member,
  range: readonly [from: number, to: number] | undefined,
): [begin: number, end: number] {
  if (!range) return [member.first, member.y.length];
  const [begin, end] = visibleIndices(member, { from: range[0], to: range[1] });
  return [Math.max(begin, member.first), end];
}
