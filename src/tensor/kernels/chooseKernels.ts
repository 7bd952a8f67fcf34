import type { SharedMemory } from "../threads/ThreadPool";
import type { Kernels } from "./Kernels";
import { ReferenceKernels } from "./ReferenceKernels";
import { checkKernels } from "./wasm/checkKernels";
import { type CompiledVariant, compileVariant, supports, type Variant, variants } from "./wasm/variants";
import { WasmKernels } from "./wasm/WasmKernels";

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
  /** Billions of floating-point operations per second of one thread's matrix product, by variant tried. */
  readonly speeds: Readonly<Record<string, number>>;
  /** One sentence for every variant that gave wrong results or did not start. */
  readonly warnings: readonly string[];
}

export const kernelNames: readonly string[] = [...variants.map(({ name }) => name), "reference"];

/** How long every candidate is timed, in milliseconds. */
const timingMs = 5;

/**
 * Tries the variants that this process can run: those whose results agree with the reference are timed on one
 * thread, and the fastest is given as many as asked for. The reference remains when none is left.
 *
 * @throws RangeError when the options name a variant that does not exist.
 */
export function chooseKernels(arena: SharedMemory & TensorMemory, options: KernelOptions): KernelChoice {
  const { threads, variant: wanted, candidates = variants } = options;
  if (wanted !== undefined && ![...candidates.map(({ name }) => name), "reference"].includes(wanted)) {
    throw new RangeError(`There are no kernels called "${wanted}"; choose one of ${kernelNames.join(", ")}.`);
  }
  const tried = candidates.filter((variant) =>
    wanted === undefined ? isCandidate(variant) : variant.name === wanted,
  );
  const speeds: Record<string, number> = {};
  const warnings: string[] = [];
  let best: CompiledVariant | undefined;
  for (const variant of tried) {
    try {
      const compiled = compileVariant(variant);
      const kernels = new WasmKernels(arena, compiled, 1);
      checkKernels(arena, kernels);
      speeds[variant.name] = measure(arena, kernels);
      if (!best || speeds[variant.name]! > speeds[best.variant.name]!) {
        best = compiled;
      }
      void kernels.close();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      warnings.push(`The ${variant.name} kernels are not used: ${reason}`);
    }
  }
  const kernels = best ? new WasmKernels(arena, best, threads) : new ReferenceKernels();
  return { kernels, speeds, warnings };
}

interface TensorMemory {
  float32(length: number): Float32Array;
  release(view: Float32Array | Uint8Array): void;
}

function isCandidate(variant: Variant): boolean {
  return supports(variant) && (!variant.revectorized || process.execArgv.includes(revectorize));
}

const revectorize = "--experimental-wasm-revectorize";

/** One thread's speed at a product of two matrices that fit the cache, in GFLOP/s. */
function measure(arena: TensorMemory, kernels: Kernels): number {
  const [m, n, k] = [96, 96, 256];
  const [a, b, out] = [arena.float32(m * k).fill(0.5), arena.float32(k * n).fill(0.5), arena.float32(m * n)];
  const product = { m, n, k, a, b, out };
  let best = Number.POSITIVE_INFINITY;
  const end = performance.now() + timingMs;
  for (let start = performance.now(); start < end; start = performance.now()) {
    kernels.matmul(product);
    best = Math.min(best, performance.now() - start);
  }
  for (const view of [a, b, out]) {
    arena.release(view);
  }
  return (2 * m * n * k) / best / 1e6;
}
