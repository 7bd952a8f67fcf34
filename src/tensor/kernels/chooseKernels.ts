import { setImmediate as nextTurn } from "node:timers/promises";
import type { SharedMemory } from "../threads/ThreadPool";
import type { Kernels } from "./Kernels";
import { reference } from "./reference";
import { checkKernels } from "./wasm/checkKernels";
import { makeWasmKernels } from "./wasm/makeWasmKernels";
import { tileSpeed } from "./wasm/tileSpeed";
import { compileVariant, supports, type Variant, variants } from "./wasm/variants";

export interface KernelOptions {
  /** How many threads compute, the calling one included. */
  threads: number;
  /** Takes this variant and no other, if it works. */
  variant?: string;
  /** The candidates; for tests. */
  candidates?: readonly Variant[];
}

export interface KernelChoice {
  readonly kernels: Kernels;
  /** How many threads compute. */
  readonly threads: number;
  /** What one thread reached with each variant that was timed, in GFLOP/s. */
  readonly speeds: Readonly<Record<string, number>>;
  /** One sentence for every variant that gave wrong results or did not start, and for threads that did not. */
  readonly warnings: readonly string[];
}

/** Every name that `KernelOptions.variant` may have. */
export const kernelNames: readonly string[] = [...variants.map(({ name }) => name), reference.name];

/** How long every candidate is timed. */
const timingMs = 2;

/**
 * Times the variants that this process can run, checks the fastest against the reference, and gives it as many
 * threads as asked for. Where the check fails the next takes its place, and the reference at last. It takes a tenth
 * of a second, in many turns of the event loop, so that files can be read meanwhile.
 *
 * @throws RangeError when the options name a variant that does not exist.
 */
export async function chooseKernels(
  arena: SharedMemory & TensorMemory,
  options: KernelOptions,
): Promise<KernelChoice> {
  const { threads, variant: wanted, candidates = variants } = options;
  const names = [...candidates.map(({ name }) => name), reference.name];
  if (wanted !== undefined && !names.includes(wanted)) {
    throw new RangeError(`There are no kernels called "${wanted}"; choose one of ${names.join(", ")}.`);
  }
  const tried = candidates.filter((variant) => (wanted ? variant.name === wanted : isCandidate(variant)));
  const speeds: Record<string, number> = {};
  const warnings: string[] = [];
  for (const variant of wanted ? tried : await byDescendingSpeed(arena, tried, speeds)) {
    try {
      const compiled = compileVariant(variant);
      await nextTurn();
      const dense = makeWasmKernels(arena, compiled, { threads: 1, matmul: "dense" });
      const sparse = makeWasmKernels(arena, compiled, { threads: 1, matmul: "sparse" });
      await checkKernels(arena, dense, sparse);
      for (const checked of [dense, sparse]) void checked.close();
      const kernels = makeWasmKernels(arena, compiled, { threads });
      if (kernels.threads < threads) {
        warnings.push(
          `Only ${kernels.threads} of ${threads} threads could be started: the system gives no more.`,
        );
      }
      return { kernels, threads: kernels.threads, speeds, warnings };
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      warnings.push(`The ${variant.name} kernels are not used: ${reason}`);
    }
  }
  return { kernels: reference, threads: 1, speeds, warnings };
}

interface TensorMemory {
  float32(length: number): Float32Array;
  release(view: Float32Array | Uint8Array): void;
}

/** Whether this process runs a variant, and as fast as it is meant to. */
function isCandidate(variant: Variant): boolean {
  const revectorizes = process.execArgv.includes("--experimental-wasm-revectorize");
  return supports(variant) && (revectorizes || !variant.revectorized);
}

/** Variants within this share of the fastest count as equal, so that the choice is the same from run to run. */
const equalSpeed = 0.85;

/** Those as fast as any, in their given order, then the others. */
async function byDescendingSpeed(
  arena: SharedMemory,
  candidates: readonly Variant[],
  speeds: Record<string, number>,
): Promise<readonly Variant[]> {
  if (candidates.length > 1) {
    for (const variant of candidates) {
      try {
        speeds[variant.name] = tileSpeed(arena, variant, timingMs);
      } catch {
        // Its turn comes last, and what is wrong is told then.
        speeds[variant.name] = 0;
      }
      await nextTurn();
    }
  }
  const fastest = Math.max(...Object.values(speeds));
  const rank = ({ name }: Variant) => Math.min(speeds[name]!, equalSpeed * fastest);
  return candidates.toSorted((a, b) => rank(b) - rank(a));
}
