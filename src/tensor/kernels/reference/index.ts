import type { Kernels } from "../Kernels";
import { batchNorm, batchNormBackward } from "./batchNorm";
import { bytesToFloat } from "./bytesToFloat";
import { conv2d, conv2dInputGradient, conv2dWeightGradient } from "./convolution";
import { copy } from "./copy";
import { dropoutMask } from "./dropoutMask";
import { addScaled, allFinite, binary, fill, unary, unaryBackward } from "./elementwise";
import { crossEntropy, crossEntropyBackward, nllLoss, nllLossBackward } from "./losses";
import { matmul } from "./matmul";
import { layerNorm, layerNormBackward } from "./normalization";
import { maxPool2d, maxPool2dBackward, meanPool2d, meanPool2dBackward } from "./pooling";
import { argmax, max, maxAllBackward, maxBackward, sum, sumOfSquares } from "./reductions";
import { logSoftmax, logSoftmaxBackward, softmax, softmaxBackward } from "./softmax";
import { adamStep, rmspropStep, sgdStep } from "./updates";

/** Every kernel in plain TypeScript. Faster variants are checked against these kernels. */
export const reference = {
  name: "reference",
  threads: 1,
  useThreads: () => {},
  matmul,
  fill,
  copy,
  allFinite,
  sumOfSquares,
  addScaled,
  unary,
  unaryBackward,
  binary,
  sum,
  max,
  maxBackward,
  maxAllBackward,
  softmax,
  softmaxBackward,
  logSoftmax,
  logSoftmaxBackward,
  crossEntropy,
  crossEntropyBackward,
  nllLoss,
  nllLossBackward,
  argmax,
  dropoutMask,
  layerNorm,
  layerNormBackward,
  conv2d,
  conv2dInputGradient,
  conv2dWeightGradient,
  maxPool2d,
  maxPool2dBackward,
  meanPool2d,
  meanPool2dBackward,
  batchNorm,
  batchNormBackward,
  sgdStep,
  adamStep,
  rmspropStep,
  bytesToFloat,
} satisfies Kernels;
