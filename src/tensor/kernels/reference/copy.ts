import type { CopyTask } from "../Kernels";

export function copy(task: CopyTask): void {
  copyDimension(task, 0, 0, 0);
}

function copyDimension(task: CopyTask, dim: number, xStart: number, outStart: number): void {
  const { shape, x, xStrides, out, outStrides } = task;
  if (dim === shape.length) {
    out[outStart] = x[xStart]!;
    return;
  }
  const length = shape[dim]!;
  const xStep = xStrides[dim]!;
  const outStep = outStrides[dim]!;
  if (dim === shape.length - 1) {
    for (let i = 0; i < length; i++) {
      out[outStart + i * outStep] = x[xStart + i * xStep]!;
    }
    return;
  }
  for (let i = 0; i < length; i++) {
    copyDimension(task, dim + 1, xStart + i * xStep, outStart + i * outStep);
  }
}
