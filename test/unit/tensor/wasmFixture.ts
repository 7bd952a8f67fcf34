import { setFlagsFromString } from "node:v8";
import { arena } from "../../../src/tensor/Arena";
import { makeWasmKernels, type WasmKernels } from "../../../src/tensor/kernels/wasm/makeWasmKernels";
import type { MatmulWay } from "../../../src/tensor/kernels/wasm/matmul/runMatmul";
import { compileVariant, supports, variants } from "../../../src/tensor/kernels/wasm/variants";

// In Node.js 20, relaxed SIMD needs a flag.
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
  /**
   * A new array in the arena with numbers from −1 to 1. The numbers are copied from a table, beginning at a random
   * index. After the table's last number comes its first.
   */
  floats(length: number): Float32Array;
}

/** A seeded generator (mulberry32). @returns a function that draws a number from 0 to below 1 */
function uniform(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Draws the numbers of the {@link table}. Drawing millions of numbers anew would take longer than the kernels take. */
const draw = uniform(0);
const table = Float32Array.from({ length: 2 ** 19 }, () => draw() * 2 - 1);

export function random(seed: number): Random {
  const next = uniform(seed);
  const integer = (limit: number) => Math.floor(next() * limit);
  return {
    integer,
    floats(length) {
      const floats = arena.float32(length);
      let from = integer(table.length);
      for (let at = 0; at < length; from = 0) {
        const part = table.subarray(from, from + length - at);
        floats.set(part, at);
        at += part.length;
      }
      return floats;
    },
  };
}

/**
 * Index of the first element that differs from the expected one by more than `tolerance` times (1 + the expected
 * magnitude); −1 if there is none. NaN and infinities must be equal.
 */
export function firstDifference(got: Float32Array, expected: Float32Array, tolerance: number): number {
  for (let i = 0; i < expected.length; i++) {
    const value = expected[i]!;
    const difference = Math.abs(got[i]! - value);
    const isClose = difference <= tolerance * (1 + Math.abs(value)) && difference < Infinity;
    if (!isClose && !Object.is(got[i], value)) return i;
  }
  return -1;
}
