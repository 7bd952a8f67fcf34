import { f32x4 } from "../../webassembly/instructions";
import { ModuleBuilder } from "../../webassembly/ModuleBuilder";
import type { TileShape } from "./matmul/TileShape";
import { fusedMultiplyAdd, separateMultiplyAdd } from "./matmul/tile";
import { buildModule, type KernelSet } from "./module";

export interface Variant {
  readonly name: string;
  readonly shape: TileShape;
  /**
   * Whether the variant is fast only where V8 fuses pairs of 128-bit operations into 256-bit ones (revectorization).
   */
  readonly revectorized: boolean;
}

/** A variant's compiled module. Any number of instances can be made from it. */
export interface CompiledVariant {
  readonly variant: Variant;
  readonly kernels: KernelSet;
  readonly code: WebAssembly.Module;
}

/**
 * All variants, from the usually fastest to the slowest. If a measurement finds several variants equally fast, the
 * first of them is used. A tile fits into the sixteen vector registers that V8 uses. They have 256 bits with
 * revectorization, and 128 bits without.
 */
export const variants: readonly Variant[] = [
  {
    name: "wasm-fma256",
    shape: { rows: 6, cols: 16, sparse: { cols: 104, unit: 8, unrolled: 4 }, multiplyAdd: fusedMultiplyAdd },
    revectorized: true,
  },
  {
    name: "wasm-fma128",
    shape: { rows: 6, cols: 8, sparse: { cols: 52, unit: 4, unrolled: 1 }, multiplyAdd: fusedMultiplyAdd },
    revectorized: false,
  },
  {
    name: "wasm-fma128-4x8",
    shape: { rows: 4, cols: 8, sparse: { cols: 48, unit: 4, unrolled: 1 }, multiplyAdd: fusedMultiplyAdd },
    revectorized: false,
  },
  {
    name: "wasm-simd128",
    shape: { rows: 4, cols: 8, sparse: { cols: 48, unit: 4, unrolled: 1 }, multiplyAdd: separateMultiplyAdd },
    revectorized: false,
  },
];

/** Whether this process can run a variant's instructions. */
export function supports({ shape }: Variant): boolean {
  const module = new ModuleBuilder();
  module.function("probe", ["v128"], (f, x) => f.set(x, shape.multiplyAdd(x, x, f32x4.const(0))));
  return WebAssembly.validate(module.encode());
}

/**
 * Builds and compiles the variant's module.
 * @throws WebAssembly.CompileError if this process does not support the variant.
 */
export function compileVariant(variant: Variant): CompiledVariant {
  return { variant, ...buildModule(variant.shape) };
}
