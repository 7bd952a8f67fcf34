import type { SharedMemory } from "../../threads/ThreadPool";
import { ModuleBuilder } from "../../webassembly/ModuleBuilder";
import { defineTile } from "./matmul/tile";
import type { Variant } from "./variants";

type TileFunction = (...parameters: number[]) => void;

const blocks = 8;
const k = 256;
/** Smallest number of timed calls. This number applies even if the calls take longer than `milliseconds` in total. */
const fewestCalls = 20;

/**
 * Speed of a variant's inner kernel on one thread, with all data in the cache, in GFLOP/s. The variant's dense matrix
 * products cannot be faster.
 * @param milliseconds smallest total time of the measurement
 * @throws WebAssembly.CompileError if this process does not support the variant.
 */
export function tileSpeed(arena: SharedMemory, { shape }: Variant, milliseconds: number): number {
  const { rows, cols, multiplyAdd } = shape;
  const module = new ModuleBuilder();
  defineTile(module, "tile", { rows, cols, multiplyAdd, layout: "rows", continues: false });
  const compiled = new WebAssembly.Module(module.encode());
  const { exports } = new WebAssembly.Instance(compiled, { env: { memory: arena.memory } });
  const tile = exports.tile as TileFunction;

  const height = rows * blocks;
  const bytes = 4 * (height * k + k * cols + height * cols);
  const memory = arena.uint8(bytes).fill(0);
  const a = memory.byteOffset;
  const b = a + 4 * height * k;
  const c = b + 4 * k * cols;
  const time = () => {
    const start = performance.now();
    tile(a, 4 * k, b, k, c, 4 * cols, blocks);
    return performance.now() - start;
  };
  // The first call compiles the code.
  time();
  let best = time();
  const end = performance.now() + milliseconds;
  for (let calls = 0; calls < fewestCalls || performance.now() < end; calls++) {
    best = Math.min(best, time());
  }
  arena.release(memory);
  return (2 * height * cols * k) / best / 1e6;
}
