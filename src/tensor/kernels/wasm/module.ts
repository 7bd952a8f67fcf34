import { KernelModule } from "../../threads/KernelModule";
import { defineGemm, type GemmShape } from "./gemm";

/** All kernels of one variant in one WebAssembly module. */
export function buildModule(shape: GemmShape) {
  const module = new KernelModule();
  const kernels = { ...defineGemm(module, shape) };
  module.defineThreads();
  return { kernels, code: new WebAssembly.Module(module.encode()) };
}
