/** What a chart of runs can show, and by which axis. */

/**
 * `loss`: of each batch. `learningRate`: at its changes. The others have one value for each epoch; `trainLoss` and
 * `trainAccuracy` are averages over the epoch, `speed` is in samples per second.
 */
export const seriesMetrics = [
  "loss",
  "testLoss",
  "testAccuracy",
  "trainLoss",
  "trainAccuracy",
  "learningRate",
  "speed",
] as const;
export type SeriesMetric = (typeof seriesMetrics)[number];

/** Steps count from 1: a value belongs to the number of steps that were trained. `time` is training time in seconds. */
export const seriesAxes = ["step", "epoch", "time", "samples"] as const;
export type SeriesAxis = (typeof seriesAxes)[number];
