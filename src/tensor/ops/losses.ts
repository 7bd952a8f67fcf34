import { record } from "../autograd";
import { kernels, type Reduction } from "../kernels";
import { ShapeError, sameShape, showShape } from "../shape";
import { Tensor } from "../Tensor";
import { mul, sub } from "./elementwise";
import { mean, sum } from "./reductions";

export interface CrossEntropyOptions {
  reduction?: Reduction;
  /** Share (0 to 1) of the target's probability that is spread evenly over all classes. Default: 0. */
  labelSmoothing?: number;
}

/**
 * Cross entropy between logits [rows, classes] and class indices [rows], like `torch.nn.functional.cross_entropy`.
 * @returns a scalar, or [rows] with the reduction `none`
 * @throws ShapeError if the shapes do not fit.
 * @throws RangeError if a target is not the index of a class.
 */
export function crossEntropy(logits: Tensor, targets: Int32Array, options: CrossEntropyOptions = {}): Tensor {
  return crossEntropyParts(logits, targets, options).loss;
}

/**
 * Computes {@link crossEntropy} and also returns the log-probabilities [rows, classes] of all classes. The
 * log-probabilities are not recorded for gradients.
 */
export function crossEntropyParts(
  logits: Tensor,
  targets: Int32Array,
  options: CrossEntropyOptions = {},
): { loss: Tensor; logProbabilities: Tensor } {
  const { reduction = "mean", labelSmoothing = 0 } = options;
  const [rows, cols] = checkTargets("crossEntropy", logits, targets);
  const logProbabilities = Tensor.empty(logits.shape);
  const out = Tensor.empty(reduction === "none" ? [rows] : []);
  const task = { rows, cols, targets, labelSmoothing, reduction, logProbabilities: logProbabilities.data };
  kernels().crossEntropy({ ...task, logits: logits.data, out: out.data });
  const loss = record("crossEntropy", out, [
    logits,
    (dy) => {
      const dx = Tensor.empty(logits.shape);
      kernels().crossEntropyBackward({
        ...task,
        logProbabilities: logProbabilities.data,
        dy: dy.data,
        dx: dx.data,
      });
      return dx;
    },
  ]);
  return { loss, logProbabilities };
}

/**
 * Negative log-likelihood of the classes `targets` [rows] under log-probabilities [rows, classes].
 * @returns a scalar, or [rows] with the reduction `none`
 * @throws ShapeError if the shapes do not fit.
 * @throws RangeError if a target is not the index of a class.
 */
export function nllLoss(
  logProbabilities: Tensor,
  targets: Int32Array,
  options: { reduction?: Reduction } = {},
): Tensor {
  const { reduction = "mean" } = options;
  const [rows, cols] = checkTargets("nllLoss", logProbabilities, targets);
  const out = Tensor.empty(reduction === "none" ? [rows] : []);
  const task = { rows, cols, targets, reduction };
  kernels().nllLoss({ ...task, logProbabilities: logProbabilities.data, out: out.data });
  return record("nllLoss", out, [
    logProbabilities,
    (dy) => {
      const dx = Tensor.empty(logProbabilities.shape);
      kernels().nllLossBackward({ ...task, dy: dy.data, dx: dx.data });
      return dx;
    },
  ]);
}

/**
 * The mean of the squared differences of two tensors; with the reduction `sum`, their sum.
 * @returns a scalar, or all squared differences with the reduction `none`
 * @throws ShapeError if the shapes differ.
 */
export function mseLoss(input: Tensor, target: Tensor, options: { reduction?: Reduction } = {}): Tensor {
  const { reduction = "mean" } = options;
  if (!sameShape(input.shape, target.shape)) {
    throw new ShapeError(
      `mseLoss: shapes ${showShape(input.shape)} and ${showShape(target.shape)} are not the same.`,
    );
  }
  const difference = sub(input, target);
  const squares = mul(difference, difference);
  if (reduction === "none") {
    return squares;
  }
  return reduction === "mean" ? mean(squares) : sum(squares);
}

function checkTargets(name: string, input: Tensor, targets: Int32Array): [rows: number, cols: number] {
  const [rows, cols] = input.shape as [number, number];
  if (input.shape.length !== 2 || rows !== targets.length) {
    throw new ShapeError(
      `${name}: input ${showShape(input.shape)} and targets ${showShape([targets.length])} do not fit as [rows, classes] and [rows].`,
    );
  }
  const wrong = targets.find((target) => target < 0 || target >= cols);
  if (wrong !== undefined) {
    throw new RangeError(`${name}: target ${wrong} is none of the ${cols} classes 0 to ${cols - 1}.`);
  }
  return [rows, cols];
}
