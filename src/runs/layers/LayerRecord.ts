/** What a run records of its network's layers at one step. */
import * as v from "valibot";

/** Limits that no network of this product reaches. They bound the memory that a file of unknown origin can take. */
const most = { layers: 500, bins: 100, name: 200 };

const isFiniteNumber = (value: unknown) => Number.isFinite(value);
const isCount = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0;
const finite = v.custom<number>(isFiniteNumber);
const count = v.custom<number>(isCount);
/** A figure of at least 0, such as a norm; null if it is not finite. */
const size = v.nullable(v.custom<number>((value) => isFiniteNumber(value) && (value as number) >= 0));
const share = v.custom<number>(
  (value) => isFiniteNumber(value) && (value as number) >= 0 && (value as number) <= 1,
);

/**
 * Number of values in each bin. Values that are 0 or not finite are left out. The bins have equal widths and lie
 * between `from` and `to`. The outermost bins also count the values beyond these limits.
 */
const histogram = v.object({
  from: finite,
  to: finite,
  counts: v.custom<number[]>(
    (value) => Array.isArray(value) && value.length > 0 && value.length <= most.bins && value.every(isCount),
  ),
});

const spread = v.object({
  /** Root of the sum of the squares of all values. */
  norm: size,
  /** Histogram of a sample of the values; null if no value of the sample is finite and not 0. */
  histogram: v.nullable(histogram),
});

const activations = v.object({
  /** Root of the mean, over the batch, of each image's sum of squares. */
  norm: size,
  histogram: v.nullable(histogram),
  /** Share of the activations that are exactly 0. */
  zeros: share,
  /** Number of units. Each channel of a convolution is one unit. */
  units: count,
  /** Number of units whose output is 0 for all images of the batch; null if the layer does not end with a ReLU. */
  dead: v.nullable(count),
});

const layer = v.object({
  /** Such as `linear_relu_stack.0`: the name of the layer's weights in a checkpoint, without the ending `.weight`. */
  name: v.pipe(v.string(), v.maxLength(most.name)),
  /** Number of weights, including biases. */
  size: count,
  /** Figures of the weights before the update. */
  weights: spread,
  gradients: spread,
  /** Norm of the update divided by the norm of the weights; null if the quotient is not finite. */
  update: size,
  /**
   * Figures of the layer's output for the batch, after a ReLU if one follows the layer; null if the output is not
   * known.
   */
  activations: v.nullable(activations),
});

export const layerRecordSchema = v.object({
  epoch: count,
  /**
   * The step whose batch, gradients and update the figures are about. Steps are counted from 0 and across the epochs of
   * the run.
   */
  step: count,
  /** Norm of the gradients of all layers together, before any clipping. */
  gradientNorm: size,
  layers: v.pipe(v.array(layer), v.maxLength(most.layers)),
});

export type LayerRecord = v.InferOutput<typeof layerRecordSchema>;
export type LayerFigures = LayerRecord["layers"][number];
export type Histogram = v.InferOutput<typeof histogram>;
