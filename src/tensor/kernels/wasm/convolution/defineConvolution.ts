import type { KernelModule } from "../../../threads/KernelModule";
import type { FunctionReference } from "../../../webassembly/FunctionBuilder";
import type { TileShape } from "../matmul/TileShape";
import { defineConvolve } from "./convolve";
import { defineFilterGradient } from "./filterGradient";
import { definePackFilters } from "./packFilters";
import { defineFillPlanes } from "./planes";

/** Adds all functions for convolutions to a module. */
export function defineConvolution(module: KernelModule, shape: TileShape, packTransposed: FunctionReference) {
  const fillPlanes = defineFillPlanes(module);
  return {
    packFilters: definePackFilters(module),
    convolve: defineConvolve(module, shape, fillPlanes),
    ...defineFilterGradient(module, shape, fillPlanes, packTransposed),
  };
}
