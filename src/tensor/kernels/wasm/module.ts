import { KernelModule } from "../../threads/KernelModule";
import { defineBytesKernel } from "./bytesKernel";
import { defineElementwiseKernels } from "./elementwiseKernels";
import { defineGemm, type GemmShape } from "./matmul/gemm";
import { defineRowKernels } from "./rowKernels";
import { defineSumKernels } from "./sumKernels";
import { defineUpdateKernels } from "./updateKernels";

export type KernelSet = ReturnType<typeof buildModule>["kernels"];

/** All kernels of one variant in one WebAssembly module. */
export function buildModule(shape: GemmShape) {
  const module = new KernelModule();
  const kernels = {
    ...defineGemm(module, shape),
    ...defineElementwiseKernels(module),
    ...defineUpdateKernels(module),
    ...defineRowKernels(module),
    ...defineSumKernels(module),
    bytesToFloat: defineBytesKernel(module),
  };
  module.defineThreads();
  return { kernels, code: new WebAssembly.Module(module.encode()) };
}
