import type { SharedMemory } from "../../threads/ThreadPool";
import { ModuleBuilder } from "../../webassembly/ModuleBuilder";
import { defineSparseTile, mostSteps } from "./matmul/sparseTile";
import { defineTile } from "./matmul/tile";
import type { Variant } from "./variants";

const blocks = 8;
const k = 256;
/** However slow they are, for instance because other programs run. */
const fewestCalls = 20;

/** Does a tile's work once; how many floating-point operations that is. */
interface Trial {
  run(): void;
  readonly flops: number;
}

type TileFunction = (...parameters: (number | bigint)[]) => void;

/**
 * How fast a variant's innermost kernel is on one thread with everything in the cache, in GFLOP/s: the most that
 * its dense matrix products can reach.
 *
 * @param milliseconds how long to try.
 * @throws WebAssembly.CompileError when this process does not support the variant.
 */
export function tileSpeed(arena: SharedMemory, variant: Variant, milliseconds: number): number {
  return withMemory(arena, (memory) => bestOf([denseTrial(arena, variant, memory)], milliseconds)[0]!);
}

/**
 * How fast a variant's sparse tile is on one thread where nothing is zero, as a share of its dense tile's speed.
 *
 * @param milliseconds how long to try both.
 * @throws WebAssembly.CompileError when this process does not support the variant.
 */
export function sparseTileSpeed(arena: SharedMemory, variant: Variant, milliseconds: number): number {
  return withMemory(arena, (memory) => {
    const trials = [denseTrial(arena, variant, memory), sparseTrial(arena, variant, memory)];
    const [dense, sparse] = bestOf(trials, milliseconds) as [number, number];
    return sparse / dense;
  });
}

function denseTrial(arena: SharedMemory, { shape }: Variant, a: number): Trial {
  const { rows, cols, multiplyAdd } = shape;
  const tile = instantiate(arena, (module) =>
    defineTile(module, "tile", { rows, cols, multiplyAdd, layout: "rows", continues: false }),
  );
  const height = rows * blocks;
  const b = a + 4 * height * k;
  const c = b + 4 * k * cols;
  return { run: () => tile(a, 4 * k, b, k, c, 4 * cols, blocks), flops: 2 * height * cols * k };
}

function sparseTrial(arena: SharedMemory, { shape }: Variant, a: number): Trial {
  const { cols, unrolled } = shape.sparse;
  const { multiplyAdd } = shape;
  const tile = instantiate(arena, (module) =>
    defineSparseTile(module, "tile", { cols, bWidth: cols, unrolled, multiplyAdd, continues: false }),
  );
  const rows = 32;
  const b = a + 4 * rows * mostSteps;
  const c = b + 4 * mostSteps * cols;
  const every = -1n;
  return {
    run: () => tile(a, 4 * mostSteps, a, 0, b, c, 4 * cols, rows, every, every),
    flops: 2 * rows * cols * mostSteps,
  };
}

function instantiate(arena: SharedMemory, define: (module: ModuleBuilder) => void): TileFunction {
  const module = new ModuleBuilder();
  define(module);
  const compiled = new WebAssembly.Module(module.encode());
  return new WebAssembly.Instance(compiled, { env: { memory: arena.memory } }).exports.tile as TileFunction;
}

/** The most GFLOP/s that each trial reaches, in turns. */
function bestOf(trials: readonly Trial[], milliseconds: number): number[] {
  const time = ({ run }: Trial) => {
    const start = performance.now();
    run();
    return performance.now() - start;
  };
  // The first call compiles.
  trials.forEach(time);
  const best = trials.map(time);
  const end = performance.now() + milliseconds;
  for (let calls = 0; calls < fewestCalls || performance.now() < end; calls++) {
    trials.forEach((trial, i) => {
      best[i] = Math.min(best[i]!, time(trial));
    });
  }
  return trials.map(({ flops }, i) => flops / best[i]! / 1e6);
}

/** Room for the operands of every trial. */
const trialBytes = 256 * 1024;

function withMemory<T>(arena: SharedMemory, use: (address: number) => T): T {
  const memory = arena.uint8(trialBytes).fill(0);
  try {
    return use(memory.byteOffset);
  } finally {
    arena.release(memory);
  }
}
