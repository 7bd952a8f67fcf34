import type { Kernels } from "../Kernels";
import { bytesToFloat } from "./bytesToFloat";
import { copy } from "./copy";
import { addScaled, allFinite, binary, fill, unary, unaryBackward } from "./elementwise";
import { crossEntropy, crossEntropyBackward, nllLoss, nllLossBackward } from "./losses";
import { matmul } from "./matmul";
import { layerNorm, layerNormBackward } from "./normalization";
import { argmax, max, maxAllBackward, maxBackward, sum } from "./reductions";
import { logSoftmax, logSoftmaxBackward, softmax, softmaxBackward } from "./softmax";
import { adamStep, sgdStep } from "./updates";

/** Every kernel in plain TypeScript. Faster variants are checked against these. */
export const reference = {
  name: "reference",
  matmul,
  fill,
  copy,
  allFinite,
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
  layerNorm,
  layerNormBackward,
  sgdStep,
  adamStep,
  bytesToFloat,
} satisfies Kernels;
