/** Sizes of a convolution of images [images, channels, height, width] (`torch.nn.functional.conv2d`). */
export interface Conv2dShape {
  images: number;
  /** Number of channels of all groups together. */
  inChannels: number;
  outChannels: number;
  /** Number of groups. Each group convolves an equal share of inChannels into an equal share of outChannels. */
  groups: number;
  rows: Conv2dAxis;
  cols: Conv2dAxis;
}

/**
 * One dimension of a convolution. A tap is an index in the filter, from 0. For every tap, output o reads the input at
 * index o · stride − padding + tap · dilation.
 */
export interface Conv2dAxis {
  /** `input`, `taps` and `output` are the lengths of the image, of a filter and of the output in this dimension. */
  input: number;
  taps: number;
  output: number;
  stride: number;
  /** Number of zeros before the first input. As many zeros follow the last input. */
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

/** The task of max pooling. Every window must contain at least one element that is not padding. */
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
  /**
   * For each window: ends[o] − starts[o], plus the padding if padding counts. The mean of a window divides by the
   * product of its count of rows and its count of columns.
   */
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
  /** Whether mean and variance were computed from x. The gradient of x then includes the path through both of them. */
  ofBatch: boolean;
  dy: Float32Array;
  dx: Float32Array;
  /** [channels]: Σ dy · (x − mean) / sqrt(variance + eps). */
  dWeight: Float32Array;
  /** [channels]: Σ dy. */
  dBias: Float32Array;
}
