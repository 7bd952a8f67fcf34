/**
 * Prints the peak speed of every kernel variant that this process can run, as JSON. Arguments: number of threads,
 * number of timings.
 */
import { arena, reference } from "../../../src/tensor";
import { defineTile } from "../../../src/tensor/kernels/wasm/matmul/tile";
import { supports, type Variant, variants } from "../../../src/tensor/kernels/wasm/variants";
import { KernelModule } from "../../../src/tensor/threads/KernelModule";
import { ThreadPool } from "../../../src/tensor/threads/ThreadPool";
import type { KernelPeak } from "../results";

/**
 * Sizes of the product A·B for a variant's tile of `rows` × `cols`: A has BLOCKS · rows × K elements, B has K × cols.
 * With these sizes, B stays in the first-level cache of a usual processor, and A in the second-level cache.
 */
const K = 256;
const BLOCKS = 8;
/** Number of tasks into which a job is divided, for each thread. */
const TASKS_PER_THREAD = 4;
/** Least time (ms) of one timing. */
const TIMING_MS = 10;

/** Does some work and returns its number of floating-point operations. */
type Work = () => number;

const [threads, timings] = process.argv.slice(2).map(Number) as [number, number];

const candidates = variants.filter(supports).map((variant) => ({
  name: variant.name,
  oneThread: sized(tileWork(variant, 1)),
  allThreads: sized(tileWork(variant, threads)),
}));
const ofReference = { name: reference.name, oneThread: sized(referenceWork), allThreads: undefined };
const subjects = [...candidates, ofReference];

const peaks: KernelPeak[] = subjects.map(({ name, allThreads }) => ({
  name,
  oneThread: 0,
  allThreads: allThreads ? 0 : null,
}));
// The variants are timed in turns, so that a slow period of the machine does not affect one of them alone.
for (let timing = 0; timing < timings; timing++) {
  for (const [i, { oneThread, allThreads }] of subjects.entries()) {
    const peak = peaks[i]!;
    peak.oneThread = Math.max(peak.oneThread, gflops(oneThread));
    if (allThreads) peak.allThreads = Math.max(peak.allThreads ?? 0, gflops(allThreads));
  }
}
console.log(JSON.stringify(peaks));
process.exit();

/**
 * Prepares products with a variant's tile on a number of threads.
 * @returns a function that computes each product `repeats` times and returns the number of floating-point operations
 */
function tileWork({ shape }: Variant, threads: number): (repeats: number) => number {
  const { rows, cols, multiplyAdd } = shape;
  const module = new KernelModule();
  const tile = defineTile(module, "tile", { rows, cols, multiplyAdd, layout: "columns", continues: false });
  const fields = { a: "i32", b: "i32", repeats: "i32" } as const;
  const kernel = module.kernel("peak", fields, (f, { job, scratch }) => {
    const left = f.let(job.repeats);
    const aStride = 4 * rows * BLOCKS;
    f.doWhile(
      () => {
        f.call(tile, job.a, aStride, job.b, K, scratch, 4 * cols, BLOCKS);
        f.increase(left, -1);
      },
      () => left,
    );
  });
  module.defineThreads();
  const pool = new ThreadPool(arena, new WebAssembly.Module(module.encode()), threads);
  const a = arena.float32(rows * BLOCKS * K).fill(0.5);
  const b = arena.float32(K * cols).fill(0.5);
  const tasks = threads * TASKS_PER_THREAD;
  return (repeats) => {
    pool.run(kernel, tasks, { a: a.byteOffset, b: b.byteOffset, repeats });
    return tasks * repeats * 2 * rows * BLOCKS * cols * K;
  };
}

function referenceWork(repeats: number): number {
  const [m, n, k] = [32, 32, K];
  const [a, b, out] = [
    new Float32Array(m * k).fill(0.5),
    new Float32Array(k * n).fill(0.5),
    new Float32Array(m * n),
  ];
  for (let i = 0; i < repeats; i++) reference.matmul({ m, n, k, a, b, out });
  return repeats * 2 * m * n * k;
}

/**
 * Finds by trials how often to repeat `work` so that the repeats take at least {@link TIMING_MS}. The trials also let
 * V8 optimize `work`.
 * @returns a function that does the work with this number of repeats
 */
function sized(work: (repeats: number) => number): Work {
  let repeats = 1;
  for (let ms = 0; ms < TIMING_MS; ) {
    const began = performance.now();
    work(repeats);
    ms = performance.now() - began;
    if (ms < TIMING_MS) repeats = Math.ceil(repeats * Math.min(8, (1.2 * TIMING_MS) / Math.max(ms, 0.01)));
  }
  return () => work(repeats);
}

function gflops(work: Work): number {
  const began = performance.now();
  const flops = work();
  return flops / (performance.now() - began) / 1e6;
}
