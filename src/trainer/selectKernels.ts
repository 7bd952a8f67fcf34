import type { RunConfig } from "../runs/RunConfig";
import { arena, chooseKernels, kernelNames, setKernels } from "../tensor";
import { availableCores } from "./availableCores";

/** Beyond this many threads the tutorial's batches are too small to be divided further. */
const mostAutomaticThreads = 8;

/**
 * Makes the engine compute as a run's configuration asks.
 * @param before the variant that computed so far, to be kept where the choice is free.
 * @returns how many threads compute, and a sentence for each variant that was found not to work.
 */
export function selectKernels(
  { threads: wanted, kernels: name }: RunConfig["compute"],
  before?: string,
): { threads: number; warnings: readonly string[] } {
  const threads = wanted || Math.min(availableCores(), mostAutomaticThreads);
  const { kernels, warnings } = choose(threads, name, before);
  setKernels(kernels);
  return { threads: kernels.name === "reference" ? 1 : threads, warnings };
}

function choose(threads: number, name: RunConfig["compute"]["kernels"], before?: string) {
  if (name !== "auto") return chooseKernels(arena, { threads, variant: name });
  if (before === undefined || !kernelNames.includes(before)) return chooseKernels(arena, { threads });
  const same = chooseKernels(arena, { threads, variant: before });
  if (same.kernels.name === before) return same;
  const { kernels, warnings } = chooseKernels(arena, { threads });
  const changed = `The ${before} kernels do not work here; ${kernels.name} go on, which round in another way.`;
  return { kernels, warnings: [changed, ...warnings] };
}
