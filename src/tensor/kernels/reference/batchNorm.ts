import type { BatchNormBackwardTask, BatchNormTask } from "../Kernels";

export function batchNorm(task: BatchNormTask): void {
  const { channels, x, mean, variance, eps, weight, bias, relu = false, out } = task;
  if (task.ofBatch) computeStatistics(task);
  for (let channel = 0; channel < channels; channel++) {
    const scale = (weight ? weight[channel]! : 1) / Math.sqrt(variance[channel]! + eps);
    const shift = bias ? bias[channel]! : 0;
    forEachOfChannel(task, channel, (i) => {
      const value = (x[i]! - mean[channel]!) * scale + shift;
      out[i] = relu && value <= 0 ? 0 : value;
    });
  }
}

/** Writes mean and biased variance of every channel. */
function computeStatistics(task: BatchNormTask): void {
  const { batch, channels, inner, x, mean, variance } = task;
  const count = batch * inner;
  for (let channel = 0; channel < channels; channel++) {
    let sum = 0;
    forEachOfChannel(task, channel, (i) => {
      sum += x[i]!;
    });
    const average = sum / count;
    let squares = 0;
    forEachOfChannel(task, channel, (i) => {
      squares += (x[i]! - average) ** 2;
    });
    mean[channel] = average;
    variance[channel] = squares / count;
  }
}

export function batchNormBackward(task: BatchNormBackwardTask): void {
  const { batch, channels, inner, x, variance, eps, weight, reluOutput, ofBatch, dy, dx } = task;
  const count = batch * inner;
  for (let channel = 0; channel < channels; channel++) {
    const mean = task.mean[channel]!;
    const inverseDeviation = 1 / Math.sqrt(variance[channel]! + eps);
    const gradient = (i: number) => (reluOutput && reluOutput[i]! <= 0 ? 0 : dy[i]!);
    let sum = 0;
    let dot = 0;
    forEachOfChannel(task, channel, (i) => {
      sum += gradient(i);
      dot += gradient(i) * (x[i]! - mean) * inverseDeviation;
    });
    task.dWeight[channel] = dot;
    task.dBias[channel] = sum;
    const scale = (weight ? weight[channel]! : 1) * inverseDeviation;
    forEachOfChannel(task, channel, (i) => {
      const normal = (x[i]! - mean) * inverseDeviation;
      const throughStatistics = ofBatch ? (sum + normal * dot) / count : 0;
      dx[i] = scale * (gradient(i) - throughStatistics);
    });
  }
}

/** Calls `body` with the index of each element of a channel. */
function forEachOfChannel(
  { batch, channels, inner }: { batch: number; channels: number; inner: number },
  channel: number,
  body: (index: number) => void,
): void {
  for (let n = 0; n < batch; n++) {
    const start = (n * channels + channel) * inner;
    for (let i = start; i < start + inner; i++) {
      body(i);
    }
  }
}
