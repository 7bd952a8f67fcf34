import type { RunConfig } from "../runs/RunConfig";
import { arena, chooseKernels, type KernelOptions, setKernels } from "../tensor";
import { availableCores } from "./availableCores";

/** Beyond this many threads the tutorial's batches are too small to be divided further. */
const mostAutomaticThreads = 8;

/**
 * Makes the engine compute as a run's configuration asks.
 * @param candidates the variants to choose among, for tests.
 * @returns how many threads compute, and a sentence for each variant that was found not to work.
 */
export function selectKernels(
  { threads: wanted, kernels }: RunConfig["compute"],
  candidates?: KernelOptions["candidates"],
): {
  threads: number;
  warnings: readonly string[];
} {
  const threads = wanted || Math.min(availableCores(), mostAutomaticThreads);
  const variant = kernels === "auto" ? undefined : kernels;
  const choice = chooseKernels(arena, { threads, variant, candidates });
  setKernels(choice.kernels);
  return { threads: choice.kernels.name === "reference" ? 1 : threads, warnings: choice.warnings };
}
