import type { LayerNormBackwardTask, LayerNormTask } from "../Kernels";

export function layerNorm(task: LayerNormTask): void {
  const { rows, cols, x, weight, bias, eps, out } = task;
  for (let row = 0; row < rows; row++) {
    const start = row * cols;
    let sum = 0;
    for (let c = 0; c < cols; c++) {
      sum += x[start + c]!;
    }
    const mean = sum / cols;
    let squares = 0;
    for (let c = 0; c < cols; c++) {
      squares += (x[start + c]! - mean) ** 2;
    }
    const inverseDeviation = 1 / Math.sqrt(squares / cols + eps);
    task.mean[row] = mean;
    task.inverseDeviation[row] = inverseDeviation;
    for (let c = 0; c < cols; c++) {
      const normal = (x[start + c]! - mean) * inverseDeviation;
      out[start + c] = normal * (weight ? weight[c]! : 1) + (bias ? bias[c]! : 0);
    }
  }
}

export function layerNormBackward(task: LayerNormBackwardTask): void {
  const { rows, cols, x, weight, dy, dx } = task;
  const weightSums = new Float64Array(cols);
  const biasSums = new Float64Array(cols);
  for (let row = 0; row < rows; row++) {
    const start = row * cols;
    const mean = task.mean[row]!;
    const inverseDeviation = task.inverseDeviation[row]!;
    let sum = 0;
    let dot = 0;
    for (let c = 0; c < cols; c++) {
      const normal = (x[start + c]! - mean) * inverseDeviation;
      const gradient = dy[start + c]!;
      weightSums[c] = weightSums[c]! + gradient * normal;
      biasSums[c] = biasSums[c]! + gradient;
      sum += gradient * (weight ? weight[c]! : 1);
      dot += gradient * (weight ? weight[c]! : 1) * normal;
    }
    for (let c = 0; dx && c < cols; c++) {
      const normal = (x[start + c]! - mean) * inverseDeviation;
      const gradient = dy[start + c]! * (weight ? weight[c]! : 1);
      dx[start + c] = inverseDeviation * (gradient - sum / cols - (normal * dot) / cols);
    }
  }
  task.dWeight?.set(weightSums);
  task.dBias?.set(biasSums);
}
