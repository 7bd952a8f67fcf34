import type { Generator } from "../random";
import type * as images from "./imageTasks";
import type { BinaryOp, UnaryOp } from "./reference/elementwise";

export type * from "./imageTasks";
export type { BinaryOp, UnaryOp };

/**
 * The computations on tensor data: the only interface between the engine and an implementation of the kernels.
 *
 * Arrays are dense and row-major. Every Float32Array is a view on the arena's memory and starts at a multiple of four
 * bytes (a tensor's own storage at a multiple of 64). Int32Array and Uint8Array arguments may be in any memory; an
 * implementation that reads only the arena copies them first. Unless a kernel or its task states otherwise, an output
 * array overlaps no input, and every element of an output array is written. Callers have checked all lengths and
 * shapes.
 *
 * `reference` defines each kernel in plain TypeScript. A faster variant replaces some of these kernels; the results of
 * both must agree within rounding.
 */
export interface Kernels {
  /** Name of the variant, for example `reference`. A run's log states this name. */
  readonly name: string;
  /** Number of threads, including the calling thread. */
  readonly threads: number;
  /** Sets the number of threads that compute, 1 to `threads`. Results are the same for any number. */
  useThreads(count: number): void;

  /** out[m, n] = (accumulate ? out : 0) + A·B + bias, then ReLU; bias and ReLU if the task has them. */
  matmul(task: MatmulTask): void;

  fill(out: Float32Array, value: number): void;
  /** Copies a strided box of elements, for transposition, permutation, expansion, slices and concatenation. */
  copy(task: CopyTask): void;
  /** Whether no element is NaN or infinite. */
  allFinite(x: Float32Array): boolean;
  /** Σ x². */
  sumOfSquares(x: Float32Array): number;
  /** out += scale·x, which accumulates gradients. */
  addScaled(out: Float32Array, x: Float32Array, scale: number): void;

  /** out = op(x). `out` may be `x`. */
  unary(task: UnaryTask): void;
  /** dx = dy · op'(x). `dx` may be `dy`. */
  unaryBackward(task: UnaryBackwardTask): void;
  /** out = a op b with broadcasting. `out` may be `a` or `b`, if that array is not broadcast. */
  binary(task: BinaryTask): void;

  /** out[o, i] = (accumulate ? out : 0) + scale · Σⱼ x[o, j, i]. */
  sum(task: SumTask): void;
  /** out[o, i] = the greatest x[o, j, i] over j; indices[o, i] = the first such j. NaN counts as greatest. */
  max(task: MaxTask): void;
  /** dx[o, j, i] = dy[o, i] where j = indices[o, i], else 0. */
  maxBackward(task: MaxBackwardTask): void;
  /**
   * The gradient of the greatest of all elements: dy[0] is divided evenly among the elements of x that equal y[0]. The
   * gradient of every other element is 0.
   */
  maxAllBackward(task: MaxAllBackwardTask): void;

  /** Softmax of every row. `out` may be `x`. */
  softmax(task: RowsTask): void;
  /** dx = y·(dy − Σ y·dy) for every row. `dx` may be `dy`. */
  softmaxBackward(task: RowsBackwardTask): void;
  /** (x − max) − log Σ exp(x − max) of every row. `out` may be `x`. */
  logSoftmax(task: RowsTask): void;
  /** dx = dy − exp(y)·Σ dy for every row. `dx` may be `dy`. */
  logSoftmaxBackward(task: RowsBackwardTask): void;

  /** Cross entropy of logits and class indices. Also writes every row's log-probabilities, for the gradient. */
  crossEntropy(task: CrossEntropyTask): void;
  crossEntropyBackward(task: CrossEntropyBackwardTask): void;
  /** Negative log-likelihood: minus the log-probability of each row's target, reduced by the task's `reduction`. */
  nllLoss(task: NllLossTask): void;
  nllLossBackward(task: NllLossBackwardTask): void;

  /** out[r] = the first column with the greatest value of row r. NaN counts as greatest. */
  argmax(x: Float32Array, rows: number, cols: number, out: Int32Array): void;

  /**
   * out[r, c] = (x[r, c] − mean) / sqrt(variance + eps) · weight[c] + bias[c], with the mean and the biased variance of
   * row r; weight and bias if the task has them.
   */
  layerNorm(task: LayerNormTask): void;
  layerNormBackward(task: LayerNormBackwardTask): void;

  /** out = 0 with probability p, else 1 / (1 − p), with the same random numbers as in `Generator.dropoutMask`. */
  dropoutMask(task: DropoutMaskTask): void;

  /** Cross-correlation of images with filters, plus the bias, then ReLU; bias and ReLU if the task has them. */
  conv2d(task: images.Conv2dTask): void;
  conv2dInputGradient(task: images.Conv2dInputGradientTask): void;
  conv2dWeightGradient(task: images.Conv2dWeightGradientTask): void;
  /** The greatest element of every window. NaN counts as greatest. Padding counts as less than every element. */
  maxPool2d(task: images.MaxPool2dTask): void;
  /** dx of an element = the sum of dy over the windows of which the element is the first greatest element. */
  maxPool2dBackward(task: images.MaxPool2dBackwardTask): void;
  meanPool2d(task: images.MeanPool2dTask): void;
  meanPool2dBackward(task: images.MeanPool2dBackwardTask): void;

  /** out = (x − mean) / sqrt(variance + eps) · weight + bias, channel by channel, then ReLU if the task has it. */
  batchNorm(task: images.BatchNormTask): void;
  batchNormBackward(task: images.BatchNormBackwardTask): void;

  /** One update of one parameter by stochastic gradient descent (torch.optim.SGD). */
  sgdStep(task: SgdTask): void;
  /** One update of one parameter by Adam or AdamW (torch.optim.Adam, AdamW). */
  adamStep(task: AdamTask): void;
  /** One update of one parameter by RMSprop (torch.optim.RMSprop). */
  rmspropStep(task: RmspropTask): void;

  /** Rows of bytes as floats: out = fround(byte / 255), as in torchvision's ToTensor. */
  bytesToFloat(task: BytesToFloatTask): void;
}

export interface MatmulTask {
  m: number;
  n: number;
  k: number;
  /** [m, k], or [k, m] when `aTransposed`. */
  a: Float32Array;
  aTransposed?: boolean;
  /** [k, n], or [n, k] when `bTransposed`. */
  b: Float32Array;
  bTransposed?: boolean;
  /** [m, n] */
  out: Float32Array;
  /** Whether the product is added to the contents of `out`. */
  accumulate?: boolean;
  /** [n], added to every row. */
  bias?: Float32Array;
  /** Whether negative results become 0, after the bias is added. */
  relu?: boolean;
}

/**
 * For every index of `shape`: out[Σ index·outStrides] = x[Σ index·xStrides]. Strides are in elements; 0 repeats an
 * element of x. All other elements of `out` stay unchanged.
 */
export interface CopyTask {
  shape: readonly number[];
  x: Float32Array;
  xStrides: readonly number[];
  out: Float32Array;
  outStrides: readonly number[];
}

export interface UnaryTask {
  op: UnaryOp;
  x: Float32Array;
  out: Float32Array;
  parameter?: number;
}

export interface UnaryBackwardTask {
  op: UnaryOp;
  /** Input of the forward operation. */
  x: Float32Array;
  /** Output of the forward operation. The gradient of ReLU is 0 where y is 0, and else dy. */
  y: Float32Array;
  dy: Float32Array;
  dx: Float32Array;
  parameter?: number;
}

/**
 * `shape` and strides are collapsed: neighbouring dimensions are merged where possible. Two arrays of equal shape have
 * `shape` [n] and strides [1] and [1]. A scalar that is added to an array has stride [0]. A row added to a matrix has
 * `shape` [rows, cols] and strides [cols, 1] and [0, 1]. `out` is dense.
 */
export interface BinaryTask {
  op: BinaryOp;
  shape: readonly number[];
  a: Float32Array;
  aStrides: readonly number[];
  b: Float32Array;
  bStrides: readonly number[];
  out: Float32Array;
}

/** x is [outer, n, inner], out is [outer, inner]. Row sums have inner 1, column sums outer 1. */
export interface SumTask {
  outer: number;
  n: number;
  inner: number;
  x: Float32Array;
  out: Float32Array;
  scale?: number;
  accumulate?: boolean;
}

/** x is [outer, n, inner] with n at least 1; out and indices are [outer, inner]. */
export interface MaxTask {
  outer: number;
  n: number;
  inner: number;
  x: Float32Array;
  out: Float32Array;
  indices: Int32Array;
}

export interface MaxBackwardTask {
  outer: number;
  n: number;
  inner: number;
  indices: Int32Array;
  dy: Float32Array;
  dx: Float32Array;
}

export interface MaxAllBackwardTask {
  x: Float32Array;
  y: Float32Array;
  dy: Float32Array;
  dx: Float32Array;
}

export interface RowsTask {
  rows: number;
  cols: number;
  x: Float32Array;
  out: Float32Array;
}

export interface RowsBackwardTask {
  rows: number;
  cols: number;
  /** Output of the forward operation. */
  y: Float32Array;
  dy: Float32Array;
  dx: Float32Array;
}

export type Reduction = "mean" | "sum" | "none";

/**
 * The loss of row r is −Σ_c target_c · logProbability_c, where target_c is labelSmoothing / cols, plus 1 −
 * labelSmoothing if c is the row's class. `out` has one element, or the loss of each row for the reduction `none`.
 */
export interface CrossEntropyTask {
  rows: number;
  cols: number;
  logits: Float32Array;
  /** [rows], every one within 0 .. cols − 1. */
  targets: Int32Array;
  labelSmoothing: number;
  reduction: Reduction;
  /** [rows, cols] */
  logProbabilities: Float32Array;
  out: Float32Array;
}

/**
 * dx = (exp(logProbability) − target) · dy, with `target` as in {@link CrossEntropyTask}; divided by `rows` for the
 * reduction `mean`.
 */
export interface CrossEntropyBackwardTask {
  rows: number;
  cols: number;
  logProbabilities: Float32Array;
  targets: Int32Array;
  labelSmoothing: number;
  reduction: Reduction;
  /** One element, or `rows` for the reduction `none`. */
  dy: Float32Array;
  dx: Float32Array;
}

export interface NllLossTask {
  rows: number;
  cols: number;
  logProbabilities: Float32Array;
  targets: Int32Array;
  reduction: Reduction;
  out: Float32Array;
}

export interface NllLossBackwardTask {
  rows: number;
  cols: number;
  targets: Int32Array;
  reduction: Reduction;
  dy: Float32Array;
  dx: Float32Array;
}

export interface LayerNormTask {
  rows: number;
  cols: number;
  x: Float32Array;
  weight?: Float32Array;
  bias?: Float32Array;
  eps: number;
  out: Float32Array;
  /** [rows], kept for the gradient. */
  mean: Float32Array;
  /** [rows]: 1 / sqrt(variance + eps), kept for the gradient. */
  inverseDeviation: Float32Array;
}

export interface LayerNormBackwardTask {
  rows: number;
  cols: number;
  x: Float32Array;
  weight?: Float32Array;
  mean: Float32Array;
  inverseDeviation: Float32Array;
  dy: Float32Array;
  /** Each of `dx`, `dWeight` and `dBias` is written only if it is given. */
  dx?: Float32Array;
  dWeight?: Float32Array;
  dBias?: Float32Array;
}

export interface DropoutMaskTask {
  generator: Generator;
  p: number;
  out: Float32Array;
}

export interface SgdTask {
  param: Float32Array;
  grad: Float32Array;
  /** Decaying sum of the gradients; present when momentum is not 0. The kernel updates it. */
  momentumBuffer?: Float32Array;
  /** Whether this is the parameter's first update, which sets momentumBuffer to the gradient without dampening. */
  firstStep: boolean;
  lr: number;
  momentum: number;
  dampening: number;
  nesterov: boolean;
  weightDecay: number;
  maximize: boolean;
}

export interface AdamTask {
  param: Float32Array;
  grad: Float32Array;
  /** Running mean of the gradient. The kernel updates it. */
  expAvg: Float32Array;
  /** Running mean of the gradient's square. The kernel updates it. */
  expAvgSq: Float32Array;
  /** Running maximum of expAvgSq; present for amsgrad. The kernel updates it. */
  maxExpAvgSq?: Float32Array;
  /** Number of this update, from 1. */
  step: number;
  lr: number;
  beta1: number;
  beta2: number;
  eps: number;
  weightDecay: number;
  /**
   * Whether param is first multiplied by 1 − lr·weightDecay (AdamW). Otherwise weightDecay·param is added to the
   * gradient.
   */
  decoupledWeightDecay: boolean;
  maximize: boolean;
}

export interface RmspropTask {
  param: Float32Array;
  grad: Float32Array;
  /** Running mean of the gradient's square. The kernel updates it. */
  squareAvg: Float32Array;
  /** Running mean of the gradient; present for the option `centered`. The kernel updates it. */
  gradAvg?: Float32Array;
  /**
   * Decaying sum of gradient / (√variance + eps), where the variance is squareAvg or, for the option `centered`,
   * squareAvg − gradAvg². Present when momentum is not 0. The kernel updates it.
   */
  momentumBuffer?: Float32Array;
  lr: number;
  alpha: number;
  eps: number;
  momentum: number;
  weightDecay: number;
  maximize: boolean;
}

export interface BytesToFloatTask {
  /** [any number of rows, rowLength] */
  bytes: Uint8Array;
  rowLength: number;
  /** Indices of the rows, in order. Without indices, the rows from `firstRow` on are read. */
  indices?: Int32Array;
  firstRow?: number;
  /** [rows, rowLength] */
  out: Float32Array;
}
