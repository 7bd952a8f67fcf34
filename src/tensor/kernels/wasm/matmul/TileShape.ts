import type { MultiplyAdd } from "./tile";

/** The tiles of a variant's inner kernels, which are held in registers. */
export interface TileShape {
  /** Tile of the dense product. */
  rows: number;
  cols: number;
  /**
   * Tile of the sparse product, which is one row high: its greatest width and the unit of which widths are multiples
   * (both in columns), and the steps of k in one pass of the loop. Older versions of V8 run out of registers with more
   * than one step.
   */
  sparse: { cols: number; unit: number; unrolled: number };
  multiplyAdd: MultiplyAdd;
}
