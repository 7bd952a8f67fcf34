import type { ThreadPool } from "../../threads/ThreadPool";
import type * as k from "../Kernels";
import type { Kernels } from "../Kernels";
import { reference } from "../reference";
import type { Convolutions } from "./convolution/runConvolution";
import type { KernelSet } from "./module";
import { parallelFrom } from "./splitElements";

/** Approximate number of input elements in a task of max pooling. */
const poolElementsPerTask = 8192;

type ImageKernels = Pick<
  Kernels,
  | "conv2d"
  | "conv2dInputGradient"
  | "conv2dWeightGradient"
  | "maxPool2d"
  | "maxPool2dBackward"
  | "meanPool2d"
  | "meanPool2dBackward"
  | "batchNorm"
  | "batchNormBackward"
>;

/** The kernels of convolution, pooling and batch normalization on a thread pool. */
export function makeImageKernels(
  pool: ThreadPool,
  kernels: KernelSet,
  convolutions: Convolutions,
): ImageKernels {
  return {
    conv2d(task: k.Conv2dTask): void {
      if (task.out.length > 0) convolutions.forward(task);
    },

    conv2dInputGradient(task: k.Conv2dInputGradientTask): void {
      if (task.dx.length > 0) convolutions.inputGradient(task);
    },

    conv2dWeightGradient(task: k.Conv2dWeightGradientTask): void {
      if (task.shape.images === 0) task.dWeight.fill(0);
      else convolutions.weightGradient(task);
    },

    maxPool2d({ planes, rows, cols, x, out }: k.MaxPool2dTask): void {
      const kernel = isHalving(rows, cols) ? kernels.maxPool2x2 : kernels.maxPool;
      runPool(kernel, planes, rows, cols, { x, y: out, dy: out, dx: x });
    },

    maxPool2dBackward({ planes, rows, cols, x, y, dy, dx }: k.MaxPool2dBackwardTask): void {
      const kernel = isHalving(rows, cols) ? kernels.maxPool2x2Backward : kernels.maxPoolBackward;
      runPool(kernel, planes, rows, cols, { x, y, dy, dx });
    },

    meanPool2d(task: k.MeanPool2dTask): void {
      const { planes, rows, cols, x, out } = task;
      if (!isWholeMean(rows) || !isWholeMean(cols)) {
        reference.meanPool2d(task);
        return;
      }
      const n = rows.input * cols.input;
      const scale = 1 / wholeCount(rows, cols);
      const fields = { n, inner: 1, scale, accumulate: 0, columnsPerTask: 0, columnGroups: 0 };
      const addresses = { x: x.byteOffset, out: out.byteOffset };
      pool.run(kernels.sumRow, planes, { ...fields, ...addresses }, x.length < parallelFrom);
    },

    meanPool2dBackward(task: k.MeanPool2dBackwardTask): void {
      const { rows, cols, dy, dx } = task;
      if (!isWholeMean(rows) || !isWholeMean(cols)) {
        reference.meanPool2dBackward(task);
        return;
      }
      const size = rows.input * cols.input;
      const count = wholeCount(rows, cols);
      dy.forEach((gradient, plane) => {
        dx.fill(gradient / count, plane * size, (plane + 1) * size);
      });
    },

    batchNorm({ weight, bias, relu = false, ...task }: k.BatchNormTask): void {
      const addresses = { weight: weight?.byteOffset ?? 0, bias: bias?.byteOffset ?? 0, relu: relu ? 1 : 0 };
      runChannels(kernels.batchNorm, task, { ...noGradient, ...addresses, out: task.out.byteOffset });
    },

    batchNormBackward({
      weight,
      reluOutput,
      dy,
      dx,
      dWeight,
      dBias,
      ...task
    }: k.BatchNormBackwardTask): void {
      runChannels(kernels.batchNormBackward, task, {
        weight: weight?.byteOffset ?? 0,
        bias: 0,
        relu: 0,
        out: dx.byteOffset,
        dy: dy.byteOffset,
        reluOutput: reluOutput?.byteOffset ?? 0,
        dWeight: dWeight.byteOffset,
        dBias: dBias.byteOffset,
      });
    },
  };

  function runPool(
    kernel: KernelSet["maxPool"],
    planes: number,
    rows: k.WindowAxis,
    cols: k.WindowAxis,
    { x, y, dy, dx }: Record<"x" | "y" | "dy" | "dx", Float32Array>,
  ): void {
    if (y.length === 0) {
      if (dx !== x) dx.fill(0);
      return;
    }
    const size = rows.input * cols.input;
    const planesPerTask = Math.ceil(poolElementsPerTask / size);
    const fields = {
      planes,
      planesPerTask,
      height: rows.input,
      width: cols.input,
      outHeight: rows.output,
      outWidth: cols.output,
      windowRows: rows.window,
      windowCols: cols.window,
      rowStride: rows.stride,
      colStride: cols.stride,
      rowPadding: rows.padding,
      colPadding: cols.padding,
      x: x.byteOffset,
      y: y.byteOffset,
      dy: dy.byteOffset,
      dx: dx.byteOffset,
    };
    pool.run(kernel, Math.ceil(planes / planesPerTask), fields, planes * size < parallelFrom);
  }

  function runChannels(
    kernel: KernelSet["batchNorm"],
    task: Pick<
      k.BatchNormTask,
      "batch" | "channels" | "inner" | "x" | "mean" | "variance" | "eps" | "ofBatch"
    >,
    others: Record<(typeof channelFields)[number], number>,
  ): void {
    const { batch, channels, inner, x, mean, variance, eps, ofBatch } = task;
    if (x.length === 0) return;
    const fields = {
      ...others,
      batch,
      channels,
      inner,
      x: x.byteOffset,
      mean: mean.byteOffset,
      variance: variance.byteOffset,
      eps,
      ofBatch: ofBatch ? 1 : 0,
    };
    pool.run(kernel, channels, fields, x.length < parallelFrom);
  }
}

/**
 * Fields of the batch norm kernels that the callers of `runChannels` set. `runChannels` sets the other fields from the
 * task.
 */
const channelFields = ["weight", "bias", "relu", "out", "dy", "reluOutput", "dWeight", "dBias"] as const;
const noGradient = { dy: 0, reluOutput: 0, dWeight: 0, dBias: 0 };

/** Whether the windows along all axes have length 2 and stride 2, without padding. */
function isHalving(...axes: readonly k.WindowAxis[]): boolean {
  return axes.every(({ window, stride, padding }) => window === 2 && stride === 2 && padding === 0);
}

/** Whether there is a single window, which covers the whole axis. */
function isWholeMean({ input, starts, ends }: k.MeanAxis): boolean {
  return starts.length === 1 && starts[0] === 0 && ends[0] === input;
}

/**
 * Divisor of the mean over a single window that covers the whole plane: the number of elements of the window, including
 * padding if padding counts as elements.
 */
function wholeCount(rows: k.MeanAxis, cols: k.MeanAxis): number {
  return rows.counts[0]! * cols.counts[0]!;
}
