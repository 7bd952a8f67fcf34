import { setImmediate as nextTurn } from "node:timers/promises";
import type { SharedMemory } from "../threads/ThreadPool";
import type { Kernels } from "./Kernels";
import { reference } from "./reference";
import { checkKernels } from "./wasm/checkKernels";
import { makeWasmKernels } from "./wasm/makeWasmKernels";
import { tileSpeed } from "./wasm/tileSpeed";
import { compileVariant, supports, type Variant, variants } from "./wasm/variants";

export interface KernelOptions {
  /** Number of threads, including the calling one. */
  threads: number;
  /** Name of the only variant to use. If this variant does not work, the reference is used. */
  variant?: string;
  /** The variants to choose from. Default: all variants; tests pass others. */
  candidates?: readonly Variant[];
}

export interface KernelChoice {
  readonly kernels: Kernels;
  /** Speed of one thread with each variant that was timed, in GFLOP/s; 0 for a variant that failed. */
  readonly speeds: Readonly<Record<string, number>>;
  /** Each variant that gave wrong results or did not start, with the reason as a clause. */
  readonly refused: readonly { readonly name: string; readonly reason: string }[];
}

/** Every valid value of `KernelOptions.variant` with the default candidates. */
export const kernelNames: readonly string[] = [...variants.map(({ name }) => name), reference.name];

/** Least time (ms) for which the computations of every candidate are repeated to measure its speed. */
const timingMs = 2;

/**
 * Times the variants that this process can run, checks the fastest against the reference, and starts the threads of the
 * chosen one. If a variant fails the check, the next fastest is checked. If no variant passes, the reference is chosen.
 * With the option `variant`, only that variant is checked, and none is timed. A choice takes about 100 ms in many turns
 * of the event loop, so that files can be read meanwhile.
 * @throws RangeError when the options name an unknown variant.
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
  const refused: { name: string; reason: string }[] = [];
  for (const variant of wanted ? tried : await byDescendingSpeed(arena, tried, speeds)) {
    try {
      const compiled = compileVariant(variant);
      await nextTurn();
      const dense = makeWasmKernels(arena, compiled, { threads: 1, matmul: "dense" });
      const sparse = makeWasmKernels(arena, compiled, { threads: 1, matmul: "sparse" });
      await checkKernels(arena, dense, sparse);
      for (const checked of [dense, sparse]) void checked.close();
      const kernels = makeWasmKernels(arena, compiled, { threads });
      return { kernels, speeds, refused };
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      refused.push({ name: variant.name, reason });
    }
  }
  return { kernels: reference, speeds, refused };
}

interface TensorMemory {
  float32(length: number): Float32Array;
  release(view: Float32Array | Uint8Array): void;
}

/** Whether this process can run a variant at its full speed. */
function isCandidate(variant: Variant): boolean {
  const revectorizes = process.execArgv.includes("--experimental-wasm-revectorize");
  return supports(variant) && (revectorizes || !variant.revectorized);
}

/**
 * Variants above this share of the highest speed count as equally fast, so that a small difference in a measurement
 * does not change the choice.
 */
const equalSpeed = 0.85;

/**
 * The candidates, sorted: first those that count as equally fast as the fastest one, in the order of `candidates`, then
 * the others by descending speed. Writes the speeds (GFLOP/s) to `speeds`. A single candidate is not timed.
 */
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
        // A variant with speed 0 is checked last. The check then reports why the variant failed.
        speeds[variant.name] = 0;
      }
      await nextTurn();
    }
  }
  const fastest = Math.max(...Object.values(speeds));
  const rank = ({ name }: Variant) => Math.min(speeds[name]!, equalSpeed * fastest);
  return candidates.toSorted((a, b) => rank(b) - rank(a));
}
