/** Sizes of a convolution of images [images, channels, height, width] (`torch.nn.functional.conv2d`). */
export interface Conv2dShape {
  images: number;
  /** Channels of all groups. */
  inChannels: number;
  outChannels: number;
  /** Number of groups. Each group convolves an equal share of inChannels into an equal share of outChannels. */
  groups: number;
  rows: Conv2dAxis;
  cols: Conv2dAxis;
}

/** One dimension of a convolution. Output o reads input o · stride − padding + tap · dilation for every tap. */
export interface Conv2dAxis {
  /** Lengths of this dimension: of the image, of a filter (`taps`) and of the output. */
  input: number;
  taps: number;
  output: number;
  stride: number;
  /** Number of zeros before the first input, and of zeros after the last. */
  padding: number;
  dilation: number;
}

export interface Conv2dTask {
  shape: Conv2dShape;
  x: Float32Array;
  /** [outChannels, inChannels / groups, taps of rows, taps of cols] */
  weight: Float32Array;
  /** [outChannels] */
  bias?: Float32Array;
  /** Whether negative results become 0, after the bias is added. */
  relu?: boolean;
  out: Float32Array;
}

export interface Conv2dInputGradientTask {
  shape: Conv2dShape;
  weight: Float32Array;
  dy: Float32Array;
  dx: Float32Array;
}

export interface Conv2dWeightGradientTask {
  shape: Conv2dShape;
  x: Float32Array;
  dy: Float32Array;
  dWeight: Float32Array;
}

/**
 * One dimension of windows over a padded input. Window o begins at input o · stride − padding, which may be negative.
 */
export interface WindowAxis {
  input: number;
  window: number;
  output: number;
  stride: number;
  padding: number;
}

/** Every window of a plane has an element that is not padding. */
export interface MaxPool2dTask {
  /** Number of images times channels. */
  planes: number;
  rows: WindowAxis;
  cols: WindowAxis;
  x: Float32Array;
  out: Float32Array;
}

export interface MaxPool2dBackwardTask {
  planes: number;
  rows: WindowAxis;
  cols: WindowAxis;
  x: Float32Array;
  /** Output of the forward operation. */
  y: Float32Array;
  dy: Float32Array;
  dx: Float32Array;
}

/**
 * The windows of mean pooling along one dimension. Windows may differ in length. Window o covers the inputs from
 * starts[o] to ends[o] − 1, without padding.
 */
export interface MeanAxis {
  input: number;
  starts: readonly number[];
  ends: readonly number[];
  /** Length of each window for the mean: the length without padding, plus the padding where padding counts. */
  counts: readonly number[];
}

export interface MeanPool2dTask {
  planes: number;
  rows: MeanAxis;
  cols: MeanAxis;
  x: Float32Array;
  out: Float32Array;
}

export interface MeanPool2dBackwardTask {
  planes: number;
  rows: MeanAxis;
  cols: MeanAxis;
  dy: Float32Array;
  dx: Float32Array;
}

/** The task for an input [batch, channels, inner]. */
export interface BatchNormTask {
  batch: number;
  channels: number;
  inner: number;
  x: Float32Array;
  /** Whether mean and variance are computed from x, and written. Otherwise they are read. */
  ofBatch: boolean;
  /** [channels]: the mean over the batch and all inner elements. */
  mean: Float32Array;
  /** [channels]: the biased variance over the batch and all inner elements. */
  variance: Float32Array;
  eps: number;
  /** [channels]. Default: 1. */
  weight?: Float32Array;
  /** [channels]. Default: 0. */
  bias?: Float32Array;
  /** Whether negative results become 0, after the bias is added. */
  relu?: boolean;
  out: Float32Array;
}

export interface BatchNormBackwardTask {
  batch: number;
  channels: number;
  inner: number;
  x: Float32Array;
  mean: Float32Array;
  variance: Float32Array;
  eps: number;
  weight?: Float32Array;
  /** Output of the forward operation, if the operation included a ReLU. Where the output is 0, dy counts as 0. */
  reluOutput?: Float32Array;
  /** Whether mean and variance were computed from x. The gradient of x then includes the path through them. */
  ofBatch: boolean;
  dy: Float32Array;
  dx: Float32Array;
  /** [channels]: Σ dy · (x − mean) / sqrt(variance + eps). */
  dWeight: Float32Array;
  /** [channels]: Σ dy. */
  dBias: Float32Array;
}
