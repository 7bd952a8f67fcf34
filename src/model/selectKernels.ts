import * as l10n from "@vscode/l10n";
import type { RunConfig } from "../runs/RunConfig";
import {
  arena,
  chooseKernels,
  type KernelChoice,
  type KernelOptions,
  kernelNames,
  setKernels,
} from "../tensor";
import { withoutStop } from "../text/sentences";
import { availableCores } from "./availableCores";

/** Largest number of threads that is chosen automatically. */
const mostAutomaticThreads = 8;

/**
 * Sets the engine's kernels and number of threads as the configuration of a run requires.
 * @param before name of the variant that has trained the run so far. With `kernels: "auto"`, this variant is kept if it
 * works on this machine; otherwise the fastest variant that works is set
 * @param candidates the variants to choose among, for tests. Default: all
 * @returns the number of threads, and a sentence for each variant that does not work, for a change of the variant, and
 * for threads that could not be started
 */
export async function selectKernels(
  { threads: wanted, kernels: name }: RunConfig["compute"],
  before?: string,
  candidates?: KernelOptions["candidates"],
): Promise<{ threads: number; warnings: readonly string[] }> {
  const options = { threads: wanted || Math.min(availableCores(), mostAutomaticThreads), candidates };
  const { choice, changed } = await choose(options, name, before);
  setKernels(choice.kernels);
  const warnings = [...(changed ?? []), ...warningsOf(choice, options.threads)];
  return { threads: choice.kernels.threads, warnings };
}

interface Choice {
  choice: KernelChoice;
  /** A warning, if a variant other than `before` is used because `before` does not work. */
  changed?: [string];
}

async function choose(
  options: KernelOptions,
  name: RunConfig["compute"]["kernels"],
  before?: string,
): Promise<Choice> {
  if (name !== "auto") return { choice: await chooseKernels(arena, { ...options, variant: name }) };
  if (before === undefined || !kernelNames.includes(before))
    return { choice: await chooseKernels(arena, options) };
  const same = await chooseKernels(arena, { ...options, variant: before });
  if (same.kernels.name === before) return { choice: same };
  const other = await chooseKernels(arena, options);
  const changed = l10n.t(
    "The {0} kernels do not work on this machine; the training continues with {1}, which round differently.",
    before,
    other.kernels.name,
  );
  return { choice: other, changed: [changed] };
}

function warningsOf({ kernels, refused }: KernelChoice, wanted: number): string[] {
  const sentences = refused.map(({ name, reason }) =>
    l10n.t("The {0} kernels are not used: {1}.", name, withoutStop(reason)),
  );
  // The reference kernels always use one thread.
  if (kernels.threads < wanted && kernels.name !== "reference")
    sentences.push(
      l10n.t("Only {0} of {1} threads could be started: the system gives no more.", kernels.threads, wanted),
    );
  return sentences;
}
