import { epochFigure, epochsWith, placeOfEpoch, rateChanges } from "./curves";
import type { EpochEvent } from "./RunEvent";
import type { RunState } from "./RunState";
import { type SeriesMetric, seriesMetrics } from "./seriesKinds";
import { stepAxis } from "./stepAxes";

/** A value of a metric of a run. */
export interface SeriesPoint {
  metric: SeriesMetric;
  /** Number of steps that were trained before the value was known. */
  step: number;
  /**
   * Number of epochs that were trained, rounded to six decimals; null if the log lacks what the number is computed
   * from.
   */
  epoch: number | null;
  /**
   * Time (s) of training, validation and testing, rounded to three decimals; null if the log lacks what the time is
   * computed from.
   */
  time: number | null;
  /** Null if the value was not finite or is unknown. */
  value: number | null;
}

/**
 * All values of a run's metrics, one metric after another. The learning rate is included only where it changes (see
 * {@link rateChanges}). The values of a fork begin at the fork.
 */
export function* seriesPoints(state: RunState): Generator<SeriesPoint> {
  const { losses, parent } = state;
  const axes = {
    epoch: stepAxis(state, "epoch"),
    time: stepAxis(state, "time"),
    step: stepAxis(state, "step")!,
  };
  const isOwn = ({ epoch }: EpochEvent) => epoch > (parent?.epoch ?? 0);
  const at = (step: number) => ({
    step,
    epoch: axes.epoch ? rounded(axes.epoch.at(step), 6) : null,
    time: axes.time ? rounded(axes.time.at(step), 3) : null,
  });
  for (const metric of seriesMetrics) {
    if (metric === "loss")
      for (let index = parent?.step ?? 0; index < losses.length; index++)
        yield { metric, ...at(index + 1), value: finite(losses.at(index)) };
    else if (metric === "learningRate")
      for (const { step, value } of rateChanges(state)) yield { metric, ...at(step), value: finite(value) };
    else {
      const figure = epochFigure(state, metric);
      for (const one of epochsWith(state, metric).filter(isOwn)) {
        const place = (by: "step" | "time") => axes[by] && placeOfEpoch(one, axes[by], by);
        const time = place("time");
        yield {
          metric,
          step: place("step")!,
          epoch: one.epoch,
          time: time === undefined ? null : rounded(time, 3),
          value: finite(figure(one)),
        };
      }
    }
  }
}

function rounded(value: number, decimals: number): number {
  return Number(value.toFixed(decimals));
}

function finite(value: number | null | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? (value as number) : null;
}
