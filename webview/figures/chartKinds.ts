import { duration, lossText, percentage } from "../../src/runs/figures";
import type { SeriesAxis, SeriesMetric } from "../../src/runs/seriesKinds";
import { strings } from "../strings";
import * as format from "./format";
import type { Range } from "./plotScale";

/** How a chart shows a metric: its texts, formats and properties. */
export interface ChartKind {
  metric: SeriesMetric;
  title: string;
  /** The title of the y axis. */
  axis: string;
  waiting: string;
  /** Whether higher or lower values are better; left out for a metric for which neither is better. */
  better?: "higher" | "lower";
  format: (value: number) => string;
  tick: (value: number) => string;
  /** Writes the magnitude of a difference of two values. */
  difference: (value: number) => string;
  /** The lowest and the highest possible value. */
  possible: Range;
  /** Whether a run that diverges has values far above those of other runs. */
  canDiverge: boolean;
  /** Whether the values vary from batch to batch and are therefore smoothed. */
  isSmoothed: boolean;
}

const words = strings.runsChart;

const positive = [0, Number.POSITIVE_INFINITY] as const;
const perEpoch = { waiting: words.waitingForEpoch, isSmoothed: false };
const losses = {
  axis: words.loss,
  better: "lower",
  format: format.loss,
  tick: format.tick,
  difference: lossText,
  possible: positive,
  canDiverge: true,
} as const;
const shares = {
  axis: words.accuracy,
  better: "higher",
  format: percentage,
  tick: format.percentTick,
  difference: (value: number) => words.points(percentage(value).replace("%", "")),
  possible: [0, 1],
  canDiverge: false,
} as const;

/** The chart of each metric. */
export const chartKinds: Readonly<Record<SeriesMetric, ChartKind>> = {
  loss: {
    metric: "loss",
    title: words.titles.loss,
    ...losses,
    waiting: words.waitingForBatch,
    isSmoothed: true,
  },
  testLoss: { metric: "testLoss", title: words.titles.testLoss, ...losses, ...perEpoch },
  testAccuracy: { metric: "testAccuracy", title: words.titles.testAccuracy, ...shares, ...perEpoch },
  validationLoss: {
    metric: "validationLoss",
    title: words.titles.validationLoss,
    ...losses,
    ...perEpoch,
  },
  validationAccuracy: {
    metric: "validationAccuracy",
    title: words.titles.validationAccuracy,
    ...shares,
    ...perEpoch,
  },
  trainLoss: { metric: "trainLoss", title: words.titles.trainLoss, ...losses, ...perEpoch },
  trainAccuracy: { metric: "trainAccuracy", title: words.titles.trainAccuracy, ...shares, ...perEpoch },
  learningRate: {
    metric: "learningRate",
    title: words.titles.learningRate,
    axis: words.learningRate,
    waiting: words.waitingForBatch,
    format: (value) => String(Number(value.toPrecision(6))),
    tick: format.tick,
    difference: format.tick,
    possible: positive,
    canDiverge: false,
    isSmoothed: false,
  },
  speed: {
    metric: "speed",
    title: words.titles.speed,
    axis: words.samplesPerSecond,
    better: "higher",
    format: format.integer,
    tick: format.integer,
    difference: format.integer,
    possible: positive,
    canDiverge: false,
    ...perEpoch,
  },
};

/** The title of a chart's y axis, and the functions that write its ticks, values and differences. */
export function yTextOf({ axis, tick, format, difference }: ChartKind) {
  return { title: axis, tick, format, difference };
}

/** An x axis of the charts. */
export interface AxisKind {
  title: string;
  tick: (value: number) => string;
  /** Whether the axis has whole numbers only. */
  isWhole?: boolean;
  /** Writes a place on the axis as words that follow a value: `at step 100`. */
  place: (x: number) => string;
}

export const axisKinds: Readonly<Record<SeriesAxis, AxisKind>> = {
  step: {
    title: words.axes.step,
    tick: format.integer,
    isWhole: true,
    place: (x) => words.atStep(format.integer(x)),
  },
  epoch: { title: words.axes.epoch, tick: format.tick, place: (x) => words.afterEpoch(format.tick(x)) },
  time: { title: words.axes.time, tick: duration, place: (x) => words.afterTime(duration(x)) },
  samples: {
    title: words.axes.samples,
    tick: format.integer,
    isWhole: true,
    place: (x) => words.afterSamples(format.integer(x)),
  },
};
