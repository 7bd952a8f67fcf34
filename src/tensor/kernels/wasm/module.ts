import { KernelModule } from "../../threads/KernelModule";
import { defineBatchNormKernels } from "./batchNormKernels";
import { defineBytesKernel } from "./bytesKernel";
import { defineConvolution } from "./convolution/defineConvolution";
import { defineDropoutKernel } from "./dropoutKernel";
import { defineElementwiseKernels } from "./elementwiseKernels";
import { defineFiniteKernel } from "./finiteKernel";
import { defineMatmul } from "./matmul/defineMatmul";
import { definePackTransposed } from "./matmul/pack";
import type { TileShape } from "./matmul/TileShape";
import { definePoolKernels } from "./poolKernels";
import { defineRowKernels } from "./rowKernels";
import { defineSumKernels } from "./sumKernels";
import { defineUpdateKernels } from "./updateKernels";

export type KernelSet = ReturnType<typeof buildModule>["kernels"];

/** Builds the WebAssembly module with all kernels of one variant. */
export function buildModule(shape: TileShape) {
  const module = new KernelModule();
  const packTransposed = definePackTransposed(module);
  const kernels = {
    ...defineMatmul(module, shape, packTransposed),
    ...defineConvolution(module, shape, packTransposed),
    ...defineElementwiseKernels(module),
    ...defineUpdateKernels(module),
    ...defineRowKernels(module),
    ...defineSumKernels(module),
    ...defineBatchNormKernels(module),
    ...definePoolKernels(module),
    bytesToFloat: defineBytesKernel(module),
    dropoutMask: defineDropoutKernel(module),
    findNonfinite: defineFiniteKernel(module),
  };
  module.defineThreads();
  return { kernels, code: new WebAssembly.Module(module.encode()) };
}
