import type { I32Like } from "../../../webassembly/Expr";
import { i32 } from "../../../webassembly/instructions";

/** The smallest number of blocks into which rows can be divided so that no block has more than `most` rows. */
export function blocksOf(rows: number, most: number): number {
  return Math.ceil(rows / most);
}

/**
 * The first row of a block; for `block` equal to `blocks`, the number of rows. The rows are divided evenly, since a
 * tile of one or two rows takes almost as long as one of six.
 */
export function blockStart(block: I32Like, rows: I32Like, blocks: I32Like) {
  return i32.divU(i32.mul(block, rows), blocks);
}
