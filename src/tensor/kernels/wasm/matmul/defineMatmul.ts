import type { KernelModule } from "../../../threads/KernelModule";
import type { FunctionReference } from "../../../webassembly/FunctionBuilder";
import { defineFillBias } from "./bias";
import { defineFinishRows } from "./finish";
import { defineGemm } from "./gemm";
import { defineFindNonzeros } from "./nonzeros";
import { defineSparseGemm } from "./sparseGemm";
import type { TileShape } from "./TileShape";

/** Functions that both the dense and the sparse product call. */
export interface SharedFunctions {
  packTransposed: FunctionReference;
  fillBias: FunctionReference;
  finishRows: FunctionReference;
}

/** Adds all functions for matrix products to a module. */
export function defineMatmul(module: KernelModule, shape: TileShape, packTransposed: FunctionReference) {
  const shared: SharedFunctions = {
    packTransposed,
    fillBias: defineFillBias(module),
    finishRows: defineFinishRows(module),
  };
  return {
    ...defineGemm(module, shape, shared),
    findNonzeros: defineFindNonzeros(module, shared.packTransposed),
    sparseGemm: defineSparseGemm(module, shape, shared),
  };
}
