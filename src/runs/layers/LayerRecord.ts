/** What a run records of its network's layers at one step. */
import * as v from "valibot";

/** Limits that no network of this product reaches. They bound memory for a file of unknown origin. */
const most = { layers: 500, bins: 100, name: 200 };

const isFiniteNumber = (value: unknown) => Number.isFinite(value);
const isCount = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0;
const finite = v.custom<number>(isFiniteNumber);
const count = v.custom<number>(isCount);
/** A size of at least 0; null where it is not finite. */
const size = v.nullable(v.custom<number>((value) => isFiniteNumber(value) && (value as number) >= 0));
const share = v.custom<number>(
  (value) => isFiniteNumber(value) && (value as number) >= 0 && (value as number) <= 1,
);

/** Number of values in each bin. The bins have equal widths and lie between `from` and `to`. */
const histogram = v.object({
  from: finite,
  to: finite,
  counts: v.custom<number[]>(
    (value) => Array.isArray(value) && value.length > 0 && value.length <= most.bins && value.every(isCount),
  ),
});

const spread = v.object({
  /** Root of the sum of squares. */
  norm: size,
  /** Histogram of the values other than 0; null where no such value is finite. */
  histogram: v.nullable(histogram),
});

const activations = v.object({
  /** Root of the mean, over the batch, of each image's sum of squares. */
  norm: size,
  histogram: v.nullable(histogram),
  /** Share of the activations that are exactly 0. */
  zeros: share,
  /** Number of units; a channel of a convolution is one. */
  units: count,
  /** Number of units that are 0 for each image of the batch; null where the layer does not end with a ReLU. */
  dead: v.nullable(count),
});

const layer = v.object({
  /** The name of the layer's weights in a checkpoint, without the name's last part. */
  name: v.pipe(v.string(), v.maxLength(most.name)),
  /** Number of weights, including those of the bias. */
  size: count,
  /** Figures of the weights before the update. */
  weights: spread,
  gradients: spread,
  /** Norm of the update divided by the norm of the weights; null where it is not finite. */
  update: size,
  /** The layer's output for the batch, behind its ReLU if one follows; null where it is not known. */
  activations: v.nullable(activations),
});

/** The schema of a record. */
export const layerRecordSchema = v.object({
  epoch: count,
  /** The step whose batch, gradients and update these are; counted from 0 across the run. */
  step: count,
  /** Norm of all gradients together. */
  gradientNorm: size,
  layers: v.pipe(v.array(layer), v.maxLength(most.layers)),
});

export type LayerRecord = v.InferOutput<typeof layerRecordSchema>;
export type LayerFigures = LayerRecord["layers"][number];
export type Histogram = v.InferOutput<typeof histogram>;
