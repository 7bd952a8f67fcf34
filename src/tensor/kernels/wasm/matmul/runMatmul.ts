import type { ThreadPool } from "../../../threads/ThreadPool";
import type { MatmulTask } from "../../Kernels";
import type { Autotuner } from "../Autotuner";
import type { GrowingBlock } from "../GrowingBlock";
import type { KernelSet } from "../module";
import { runDense } from "./planDense";
import { runSparse } from "./planSparse";
import type { TileShape } from "./TileShape";

/** What all matrix products of a variant share: threads, kernels, memory, and the choice between dense and sparse. */
export interface MatmulContext {
  readonly pool: ThreadPool;
  readonly kernels: KernelSet;
  readonly shape: TileShape;
  /** Memory for packed operands. Each product overwrites its contents. */
  readonly memory: GrowingBlock;
  readonly way: MatmulWay;
  readonly tuner: Autotuner;
}

/**
 * How matrix products are computed. `dense` multiplies every element of A. `sparse` skips the zeros of A. `fastest`
 * measures both for each shape and uses the faster one. Small products are always dense. The results are the same to
 * the bit, except for the sign of a zero after an underflow.
 */
export type MatmulWay = "dense" | "sparse" | "fastest";

/** Number of multiplications below which a product is always dense, since skipping zeros would save nothing. */
const fewestProducts = 1 << 16;
const fewestSteps = 16;
const fewestColumns = 32;

/** Computes a matrix product with m, n and k at least 1. */
export function runMatmul(context: MatmulContext, task: MatmulTask): void {
  const { m, n, k, aTransposed = false, bTransposed = false } = task;
  const { way, tuner, pool } = context;
  const isSmall = n < fewestColumns || k < fewestSteps || m * n * k < fewestProducts;
  if (isSmall || way === "dense") runDense(context, task);
  else if (way === "sparse") runSparse(context, task);
  else {
    // Products with the same key mostly belong to the same layer, for which the same way is fastest in most batches.
    const key = `${m} ${n} ${k} ${aTransposed} ${bTransposed} ${pool.threads}`;
    tuner.run(key, [() => runDense(context, task), () => runSparse(context, task)]);
  }
}
