import type { GroupsRequest, Series } from "../protocol/seriesProtocol";
import { curveOf, firstOwnIndex } from "../runs/curves";
import { CommonPlaces, GroupCurve, type Member, visiblePart } from "../runs/groupCurve";
import type { Losses } from "../runs/Losses";
import type { RunState } from "../runs/RunState";
import { Scratch } from "../runs/Scratch";
import { smoothed } from "../runs/smoothed";

/** Memory that is used again for the curve of each run. */
const scratch = { values: new Scratch(), averages: new Scratch() };

const takeLosses = (losses: Losses) => losses.toFloat32(scratch.values.take);

/**
 * The mean of the curves of one group's runs. {@link addPlaces} is called for all runs, then {@link addValues} for all
 * runs.
 */
export class GroupSeries {
  private readonly places: CommonPlaces;
  private curve: GroupCurve | undefined;
  private extent: [first: number, last: number] | undefined;
  private runCount = 0;

  constructor(private readonly request: Omit<GroupsRequest, "groups">) {
    const { range, pixels, isLog } = request;
    this.places = new CommonPlaces({ range, buckets: pixels, isLog });
  }

  addPlaces(state: RunState): void {
    const member = this.memberOf(state);
    const { first, xAt, y } = member;
    if (first >= y.length) return;
    const [low, high] = this.extent ?? [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    if (y.subarray(first).some((value) => !Number.isNaN(value))) this.runCount++;
    this.extent = [Math.min(low, xAt(first)), Math.max(high, xAt(y.length - 1))];
    this.places.add(member);
  }

  addValues(state: RunState): void {
    this.curve ??= new GroupCurve(this.places.x);
    const { range, smoothing } = this.request;
    const member = this.memberOf(state);
    const [begin, end] = visiblePart(member, range);
    // `smoothed` computes averages only for the visible part. The other values that it returns are NaN.
    if (smoothing > 0) member.y = smoothed(member.y, smoothing, begin, end, scratch.averages);
    this.curve.add({ ...member, first: begin, y: member.y.subarray(0, end) });
  }

  /** @param id of the group */
  series(id: string): Series {
    const { runCount } = this;
    if (!this.curve || !this.extent) return { runId: id, isWhole: true, runCount };
    const { mean, spread } = this.curve.points;
    return { runId: id, isWhole: true, runCount, raw: mean, spread, extent: this.extent };
  }

  private memberOf(state: RunState): Member {
    const { metric, x } = this.request;
    return { ...curveOf(state, metric, x, takeLosses), first: firstOwnIndex(state, metric) };
  }
}
