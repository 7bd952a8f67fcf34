import { setFlagsFromString } from "node:v8";
import { arena } from "../../../src/tensor/Arena";
import { makeWasmKernels, type WasmKernels } from "../../../src/tensor/kernels/wasm/makeWasmKernels";
import type { MatmulWay } from "../../../src/tensor/kernels/wasm/matmul/runMatmul";
import { compileVariant, supports, variants } from "../../../src/tensor/kernels/wasm/variants";

// Relaxed SIMD is not yet standard there.
if (process.versions.node.startsWith("20.")) {
  setFlagsFromString("--experimental-wasm-relaxed-simd");
}

/** Every WebAssembly variant that this machine can run. */
export const wasmVariants = variants.filter(supports).map(compileVariant);

export function makeKernels(name: string, threads = 1, matmul: MatmulWay = "fastest"): WasmKernels {
  const variant = wasmVariants.find((compiled) => compiled.variant.name === name)!;
  return makeWasmKernels(arena, variant, { threads, matmul });
}

export interface Random {
  /** A whole number from 0 to `limit` − 1. */
  integer(limit: number): number;
  /** Uniform from −1 to 1. */
  floats(length: number): Float32Array;
}

/** A small generator (mulberry32), so that a failing seed can be run again. */
export function random(seed: number): Random {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    integer: (limit) => Math.floor(next() * limit),
    floats(length) {
      const floats = arena.float32(length);
      for (let i = 0; i < length; i++) {
        floats[i] = next() * 2 - 1;
      }
      return floats;
    },
  };
}
