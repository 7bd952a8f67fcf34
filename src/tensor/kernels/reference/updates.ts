import type { AdamTask, RmspropTask, SgdTask } from "../Kernels";

/** One update of a parameter, computed as in `_single_tensor_sgd` of `torch.optim.SGD`. */
export function sgdStep(task: SgdTask): void {
  const { param, grad, momentumBuffer, firstStep, lr, momentum, dampening, nesterov, weightDecay } = task;
  const sign = task.maximize ? -1 : 1;
  for (let i = 0; i < param.length; i++) {
    const p = param[i]!;
    let g = sign * grad[i]! + weightDecay * p;
    if (momentumBuffer) {
      momentumBuffer[i] = firstStep ? g : momentum * momentumBuffer[i]! + (1 - dampening) * g;
      g = nesterov ? g + momentum * momentumBuffer[i]! : momentumBuffer[i]!;
    }
    param[i] = p - lr * g;
  }
}

/** One update of a parameter, computed as in `_single_tensor_adam` of `torch.optim.Adam` and `AdamW`. */
export function adamStep(task: AdamTask): void {
  const { param, grad, expAvg, expAvgSq, maxExpAvgSq, step, lr, beta1, beta2, eps, weightDecay } = task;
  const sign = task.maximize ? -1 : 1;
  const shrink = task.decoupledWeightDecay ? 1 - lr * weightDecay : 1;
  const coupled = task.decoupledWeightDecay ? 0 : weightDecay;
  const stepSize = lr / (1 - beta1 ** step);
  const correction = Math.sqrt(1 - beta2 ** step);
  for (let i = 0; i < param.length; i++) {
    const p = param[i]! * shrink;
    const g = sign * grad[i]! + coupled * p;
    expAvg[i] = expAvg[i]! + (1 - beta1) * (g - expAvg[i]!);
    expAvgSq[i] = beta2 * expAvgSq[i]! + (1 - beta2) * g * g;
    let v = expAvgSq[i]!;
    if (maxExpAvgSq) {
      maxExpAvgSq[i] = Math.max(maxExpAvgSq[i]!, v);
      v = maxExpAvgSq[i]!;
    }
    param[i] = p - (stepSize * expAvg[i]!) / (Math.sqrt(v) / correction + eps);
  }
}

/** One update of a parameter, computed as in `_single_tensor_rmsprop` of `torch.optim.RMSprop`. */
export function rmspropStep(task: RmspropTask): void {
  const { param, grad, squareAvg, gradAvg, momentumBuffer, lr, alpha, eps, momentum, weightDecay } = task;
  const sign = task.maximize ? -1 : 1;
  for (let i = 0; i < param.length; i++) {
    const p = param[i]!;
    const g = sign * grad[i]! + weightDecay * p;
    squareAvg[i] = alpha * squareAvg[i]! + (1 - alpha) * g * g;
    let variance = squareAvg[i]!;
    if (gradAvg) {
      gradAvg[i] = alpha * gradAvg[i]! + (1 - alpha) * g;
      variance -= gradAvg[i]! * gradAvg[i]!;
    }
    const step = g / (Math.sqrt(variance) + eps);
    if (momentumBuffer) momentumBuffer[i] = momentum * momentumBuffer[i]! + step;
    param[i] = p - lr * (momentumBuffer ? momentumBuffer[i]! : step);
  }
}
