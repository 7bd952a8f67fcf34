import type { MultiplyAdd } from "./tile";

/** Sizes (elements) of the tiles that a variant's matrix products compute at a time and hold in registers. */
export interface TileShape {
  /** Largest height of the dense product's tile. */
  rows: number;
  /** Width of the dense product's tile. */
  cols: number;
  /**
   * The tile of the sparse product, which is one row high. `cols`: largest width. `unit`: every width is a multiple of
   * this number. `unrolled`: largest number of steps of k in one pass of the loop. With more than one step, older
   * versions of V8 run out of registers.
   */
  sparse: { cols: number; unit: number; unrolled: number };
  multiplyAdd: MultiplyAdd;
}
