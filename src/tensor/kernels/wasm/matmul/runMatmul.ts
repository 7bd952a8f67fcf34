import type { ThreadPool } from "../../../threads/ThreadPool";
import type { MatmulTask } from "../../Kernels";
import type { GrowingBlock } from "../GrowingBlock";
import type { KernelSet } from "../module";
import { runDense } from "./planDense";
import { runSparse } from "./planSparse";
import { isWorthSparse } from "./sparsity";
import type { TileShape } from "./TileShape";

/** What a variant's products are computed with. */
export interface MatmulContext {
  readonly pool: ThreadPool;
  readonly kernels: KernelSet;
  readonly shape: TileShape;
  /** For what is laid out anew of the operands. */
  readonly memory: GrowingBlock;
  /** The sparse tile's speed where nothing is zero, as a share of the dense tile's. */
  readonly sparseSpeed: number;
}

/** Computes a matrix product with m, n and k at least 1, in whichever way is faster: the results are the same. */
export function runMatmul(context: MatmulContext, task: MatmulTask): void {
  if (isWorthSparse(task, context.sparseSpeed)) runSparse(context, task);
  else runDense(context, task);
}
