import type { MultiplyAdd } from "./tile";

/** The tiles that a variant's innermost kernels hold in registers. */
export interface TileShape {
  /** Of the dense product. */
  rows: number;
  cols: number;
  /**
   * Of the sparse product, whose tiles are one row high: the greatest width, what widths are multiples of, and how
   * many steps of k the loop takes at once. An older V8 runs out of registers with more than one.
   */
  sparse: { cols: number; unit: number; unrolled: number };
  multiplyAdd: MultiplyAdd;
}
