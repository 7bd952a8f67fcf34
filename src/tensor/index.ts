/** The tensor engine, in TypeScript. Its results agree with PyTorch's within rounding. */
import "./methods";

export { Arena, arena, OutOfMemoryError } from "./Arena";
export { isGradEnabled, noGrad } from "./autograd";
export {
  empty,
  fromBytes,
  full,
  ones,
  type Rows,
  rand,
  randn,
  type TensorOptions,
  tensor,
  zeros,
} from "./factories";
export * as functional from "./functional";
export { type Kernels, kernels, reference, setKernels } from "./kernels";
export { chooseKernels, type KernelChoice, type KernelOptions, kernelNames } from "./kernels/chooseKernels";
export { ThreadTuner } from "./kernels/ThreadTuner";
export * as nn from "./nn";
export * as optim from "./optim";
export { defaultGenerator, Generator, type GeneratorState, manualSeed } from "./random";
export { tidy } from "./scope";
export { type Shape, ShapeError, showShape, sizeOf } from "./shape";
export { type Nested, Tensor } from "./Tensor";
