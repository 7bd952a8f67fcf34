import type { RunConfig } from "../runs/RunConfig";
import { arena, chooseKernels, type KernelOptions, kernelNames, setKernels } from "../tensor";
import { availableCores } from "./availableCores";

/** Beyond this many threads the tutorial's batches are too small to be divided further. */
const mostAutomaticThreads = 8;

/**
 * Makes the engine compute as a run's configuration asks.
 * @param before the variant that computed so far, to be kept where the choice is free.
 * @param candidates the variants to choose among, for tests.
 * @returns how many threads compute, and a sentence for each variant that was found not to work.
 */
export async function selectKernels(
  { threads: wanted, kernels: name }: RunConfig["compute"],
  before?: string,
  candidates?: KernelOptions["candidates"],
): Promise<{ threads: number; warnings: readonly string[] }> {
  const options = { threads: wanted || Math.min(availableCores(), mostAutomaticThreads), candidates };
  const { kernels, threads, warnings } = await choose(options, name, before);
  setKernels(kernels);
  return { threads, warnings };
}

async function choose(options: KernelOptions, name: RunConfig["compute"]["kernels"], before?: string) {
  if (name !== "auto") return chooseKernels(arena, { ...options, variant: name });
  if (before === undefined || !kernelNames.includes(before)) return chooseKernels(arena, options);
  const same = await chooseKernels(arena, { ...options, variant: before });
  if (same.kernels.name === before) return same;
  const other = await chooseKernels(arena, options);
  const changed = `The ${before} kernels do not work here; ${other.kernels.name} go on, which round in another way.`;
  return { ...other, warnings: [changed, ...other.warnings] };
}
