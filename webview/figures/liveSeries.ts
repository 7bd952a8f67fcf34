/**
 * The curves of the run on display, computed from its state in memory, in the form in which the host sends the curves
 * of other runs.
 */
import type { Series } from "../../src/protocol/seriesProtocol";
import { type Curve, curveOf, forkPlace } from "../../src/runs/curves";
import {
  type Averages,
  drawnSeries,
  type LoggedValue,
  loggedValue,
  type SeriesView,
} from "../../src/runs/drawnSeries";
import type { RunState } from "../../src/runs/RunState";
import type { SeriesAxis, SeriesMetric } from "../../src/runs/seriesKinds";
import type { LiveLosses } from "./LiveLosses";

/** A run with the arrays of its losses. */
export interface LiveRun {
  run: RunState;
  losses: LiveLosses;
  /** Whether the averages of the losses are drawn. */
  isSmoothed: boolean;
}

export function liveSeries(live: LiveRun, metric: SeriesMetric, x: SeriesAxis, view: SeriesView): Series {
  const forkAt = forkPlace(live.run, x);
  const series = drawnSeries(...curveAndAverages(live, metric, x), view);
  return { runId: metric, ...series, ...(series.extent && forkAt !== undefined && { forkAt }) };
}

export function liveValue(
  live: LiveRun,
  metric: SeriesMetric,
  x: SeriesAxis,
  at: number,
  offset: number,
): LoggedValue | undefined {
  return loggedValue(...curveAndAverages(live, metric, x), at, offset);
}

function curveAndAverages(
  { run, losses, isSmoothed }: LiveRun,
  metric: SeriesMetric,
  x: SeriesAxis,
): [curve: Curve, averages: Averages | undefined] {
  if (metric !== "loss") return [curveOf(run, metric, x), undefined];
  const { values, averages } = losses;
  const curve = { ...curveOf(run, metric, x, () => values.y), ...values };
  return [curve, isSmoothed ? () => averages : undefined];
}
