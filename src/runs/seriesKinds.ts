/** The metrics that a chart of runs can show, and the axes of the charts. */

/**
 * The metrics of a run. `loss` has one value for each step. `learningRate` has one value for each step if the run has a
 * schedule, else values only at the beginning, at changes and at the last step. Each other metric has one value for
 * each epoch. A run without a validation set has no values of the metrics of the validation set. `trainLoss` and
 * `trainAccuracy` are averages over the epoch. `speed` is in samples per second.
 */
export const seriesMetrics = [
  "loss",
  "testLoss",
  "testAccuracy",
  "validationLoss",
  "validationAccuracy",
  "trainLoss",
  "trainAccuracy",
  "learningRate",
  "speed",
] as const;
export type SeriesMetric = (typeof seriesMetrics)[number];

/** Whether only runs with a validation set have the metric. */
export function isOfValidation(metric: SeriesMetric): metric is "validationLoss" | "validationAccuracy" {
  return metric === "validationLoss" || metric === "validationAccuracy";
}

/**
 * `step`: number of steps trained. `epoch`: number of epochs trained, with fractions. `time`: time (s) of training,
 * validation and testing. `samples`: number of samples trained.
 */
export const seriesAxes = ["step", "epoch", "time", "samples"] as const;
export type SeriesAxis = (typeof seriesAxes)[number];
