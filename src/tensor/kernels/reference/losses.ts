import type {
  CrossEntropyBackwardTask,
  CrossEntropyTask,
  NllLossBackwardTask,
  NllLossTask,
  Reduction,
} from "../Kernels";
import { logSoftmax } from "./softmax";

export function crossEntropy(task: CrossEntropyTask): void {
  const { rows, cols, logits, targets, labelSmoothing, reduction, logProbabilities, out } = task;
  logSoftmax({ rows, cols, x: logits, out: logProbabilities });
  reduce(rows, reduction, out, (row) => {
    const start = row * cols;
    let sum = 0;
    for (let i = start; labelSmoothing !== 0 && i < start + cols; i++) {
      sum += logProbabilities[i]!;
    }
    const chosen = logProbabilities[start + targets[row]!]!;
    return -((1 - labelSmoothing) * chosen + (labelSmoothing / cols) * sum);
  });
}

export function crossEntropyBackward(task: CrossEntropyBackwardTask): void {
  const { rows, cols, logProbabilities, targets, labelSmoothing, reduction, dy, dx } = task;
  for (let row = 0; row < rows; row++) {
    const start = row * cols;
    const scale = rowScale(rows, row, reduction, dy);
    for (let c = 0; c < cols; c++) {
      const target = (c === targets[row] ? 1 - labelSmoothing : 0) + labelSmoothing / cols;
      dx[start + c] = (Math.exp(logProbabilities[start + c]!) - target) * scale;
    }
  }
}

export function nllLoss({ rows, cols, logProbabilities, targets, reduction, out }: NllLossTask): void {
  reduce(rows, reduction, out, (row) => -logProbabilities[row * cols + targets[row]!]!);
}

export function nllLossBackward({ rows, cols, targets, reduction, dy, dx }: NllLossBackwardTask): void {
  dx.fill(0);
  for (let row = 0; row < rows; row++) {
    dx[row * cols + targets[row]!] = -rowScale(rows, row, reduction, dy);
  }
}

function reduce(rows: number, reduction: Reduction, out: Float32Array, loss: (row: number) => number): void {
  let sum = 0;
  for (let row = 0; row < rows; row++) {
    const value = loss(row);
    sum += value;
    if (reduction === "none") {
      out[row] = value;
    }
  }
  if (reduction !== "none") {
    out[0] = reduction === "mean" ? sum / rows : sum;
  }
}

/** The gradient of the reduced loss with respect to a row's loss, times dy. */
function rowScale(rows: number, row: number, reduction: Reduction, dy: Float32Array): number {
  if (reduction === "none") {
    return dy[row]!;
  }
  return reduction === "mean" ? dy[0]! / rows : dy[0]!;
}
