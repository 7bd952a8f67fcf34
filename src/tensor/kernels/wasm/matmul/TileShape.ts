import type { MultiplyAdd } from "./tile";

/** The tiles of a variant's inner kernels, which are held in registers. */
export interface TileShape {
  /** Height of the dense product's tile. */
  rows: number;
  /** Width of the dense product's tile. */
  cols: number;
  /**
   * The tile of the sparse product, which is one row high. `cols`: greatest width. `unit`: number of columns of which
   * every width is a multiple. `unrolled`: number of steps of k in one pass of the loop; with more than one, older
   * versions of V8 run out of registers.
   */
  sparse: { cols: number; unit: number; unrolled: number };
  multiplyAdd: MultiplyAdd;
}
