import type { GemmShape } from "./gemm";
import { fusedMultiplyAdd, separateMultiplyAdd } from "./tile";

export interface Variant {
  readonly name: string;
  readonly shape: GemmShape;
}

/**
 * The candidates, the fastest first where they work. The tile fills the sixteen vector registers that V8 uses:
 * pairs fused to 256 bits by revectorization, or 128 bits each.
 */
export const variants: readonly Variant[] = [
  { name: "wasm-fma256", shape: { rows: 6, cols: 16, multiplyAdd: fusedMultiplyAdd } },
  { name: "wasm-fma128", shape: { rows: 6, cols: 8, multiplyAdd: fusedMultiplyAdd } },
  { name: "wasm-simd128", shape: { rows: 4, cols: 8, multiplyAdd: separateMultiplyAdd } },
];
