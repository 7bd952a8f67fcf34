import type { RowsBackwardTask, RowsTask } from "../Kernels";

export function softmax({ rows, cols, x, out }: RowsTask): void {
  for (let start = 0; start < rows * cols; start += cols) {
    const greatest = rowMax(x, start, cols);
    const scale = 1 / sumOfExp(x, start, cols, greatest);
    for (let i = start; i < start + cols; i++) {
      out[i] = Math.exp(x[i]! - greatest) * scale;
    }
  }
}

export function softmaxBackward({ rows, cols, y, dy, dx }: RowsBackwardTask): void {
  for (let start = 0; start < rows * cols; start += cols) {
    let sum = 0;
    for (let i = start; i < start + cols; i++) {
      sum += y[i]! * dy[i]!;
    }
    for (let i = start; i < start + cols; i++) {
      dx[i] = y[i]! * (dy[i]! - sum);
    }
  }
}

export function logSoftmax({ rows, cols, x, out }: RowsTask): void {
  for (let start = 0; start < rows * cols; start += cols) {
    const greatest = rowMax(x, start, cols);
    const logSum = Math.log(sumOfExp(x, start, cols, greatest));
    for (let i = start; i < start + cols; i++) {
      out[i] = x[i]! - greatest - logSum;
    }
  }
}

export function logSoftmaxBackward({ rows, cols, y, dy, dx }: RowsBackwardTask): void {
  for (let start = 0; start < rows * cols; start += cols) {
    let sum = 0;
    for (let i = start; i < start + cols; i++) {
      sum += dy[i]!;
    }
    for (let i = start; i < start + cols; i++) {
      dx[i] = dy[i]! - Math.exp(y[i]!) * sum;
    }
  }
}

function rowMax(x: Float32Array, start: number, cols: number): number {
  let greatest = Number.NEGATIVE_INFINITY;
  for (let i = start; i < start + cols; i++) {
    greatest = Math.max(greatest, x[i]!);
  }
  return greatest;
}

function sumOfExp(x: Float32Array, start: number, cols: number, greatest: number): number {
  let sum = 0;
  for (let i = start; i < start + cols; i++) {
    sum += Math.exp(x[i]! - greatest);
  }
  return sum;
}
