import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { control } from "./control";
import type { Fields } from "./JobLayout";
import type { Kernel } from "./KernelModule";

/** The methods of the arena that a pool and its kernels use. */
export interface SharedMemory {
  readonly memory: WebAssembly.Memory;
  uint8(length: number): Uint8Array;
  holds(view: ArrayBufferView): boolean;
  release(view: Uint8Array): void;
}

/**
 * Number of times that the calling thread checks whether a job has ended before the thread sleeps. These checks take
 * about 90 µs. A job usually ends sooner. Sleeping and waking takes about 60 µs.
 */
const mainSpins = 60_000;
/**
 * Number of times that a worker checks for a new job before the worker sleeps. These checks take about 400 µs, which is
 * the usual time between two jobs of a training step.
 */
const workerSpins = 200_000;

const initialScratchBytes = 256 * 1024;

/**
 * The JavaScript of a worker. Everything else is in the WebAssembly module, so that a worker needs no file. When a
 * worker fails within a task, the job ends and {@link ThreadPool.run} throws.
 */
const workerSource = `
  const { module, memory, block, thread, spins } = require("node:worker_threads").workerData;
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  try {
    exports.work(block, thread, spins);
  } catch {
    const words = new Int32Array(memory.buffer, block);
    Atomics.store(words, ${control.failed / 4}, 1);
    Atomics.store(words, ${control.unfinished / 4}, 0);
    Atomics.notify(words, ${control.unfinished / 4});
  }
`;

interface Exports extends WebAssembly.Exports {
  run(block: number, tasks: number, spins: number): void;
}

/**
 * Pools that have workers and are not closed. This set keeps the pools from garbage collection. Otherwise, a pool's
 * block could return to the arena while the pool's workers read it, and a worker would read a tensor's bytes as a job.
 */
const open = new Set<ThreadPool>();

type KernelFunction = (job: number, task: number, scratch: number) => void;

/**
 * Runs kernels on the calling thread and on workers that share the arena's memory.
 *
 * The calling thread takes part and never waits for a worker to start: the next free thread claims the next task. The
 * first job therefore begins before the workers run, and a worker that the system suspends delays one task only.
 */
export class ThreadPool {
  /** Number of threads, including the calling one. It is lower than `wanted` if the system allows no more threads. */
  readonly started: number;
  private used: number;
  private readonly exports: Exports;
  private readonly workers: Worker[] = [];
  private readonly spins: number;
  private readonly block: Uint8Array;
  private scratch: Uint8Array;
  private view: DataView;

  /** @param wanted number of threads, including the calling one */
  constructor(
    private readonly arena: SharedMemory,
    module: WebAssembly.Module,
    wanted: number,
  ) {
    const { memory } = arena;
    this.block = arena.uint8(control.bytes(wanted)).fill(0);
    this.scratch = arena.uint8(0);
    this.view = new DataView(memory.buffer);
    this.exports = new WebAssembly.Instance(module, { env: { memory } }).exports as Exports;
    const block = this.block.byteOffset;
    this.used = wanted;
    this.started = wanted;
    // A worker reads this word as soon as it starts.
    this.view.setInt32(block + control.threads, wanted, true);
    this.reserveScratch(initialScratchBytes);
    // Where threads share a core, a thread that spins takes time from a thread that works.
    const crowded = wanted > availableParallelism();
    this.spins = crowded ? 0 : mainSpins;
    try {
      while (this.workers.length < wanted - 1) {
        const thread = this.workers.length + 1;
        const workerData = { module, memory, block, thread, spins: crowded ? 0 : workerSpins };
        const worker = new Worker(workerSource, { eval: true, workerData, name: `tensor ${thread}` });
        worker.unref();
        // The other threads do the tasks of a worker that could not start.
        worker.on("error", () => {});
        this.workers.push(worker);
      }
    } catch {
      // The system allows no more threads. The threads that were started do the work.
    }
    if (this.workers.length > 0) open.add(this);
    this.started = this.workers.length + 1;
    this.use(this.started);
  }

  /** Number of threads that do the tasks of a job, including the calling one. */
  get threads(): number {
    return this.used;
  }

  /**
   * Changes the number of threads that do the tasks of later jobs. The other threads sleep.
   * @param threads from 1 to {@link started}
   */
  use(threads: number): void {
    if (threads === this.used) return;
    this.used = threads;
    const words = new Int32Array(this.arena.memory.buffer, this.block.byteOffset + control.threads, 1);
    Atomics.store(words, 0, threads);
    Atomics.notify(words, 0);
  }

  /**
   * Does every task of one job, in any order. The calling thread does all tasks if `alone` is true, if there is only
   * one task, or if one thread is used.
   * @throws WebAssembly.RuntimeError if the kernel fails on the calling thread.
   * @throws Error if the kernel fails on another thread. Later jobs with several threads throw as well, since other
   * threads may still work on the failed job.
   */
  run<T extends Fields>(
    kernel: Kernel<T>,
    tasks: number,
    fields: Readonly<Record<keyof T, number>>,
    alone = false,
  ): void {
    if (tasks === 0) {
      return;
    }
    const block = this.block.byteOffset;
    const job = block + control.job;
    kernel.layout.write(this.view, job, fields);
    if (alone || tasks === 1 || this.threads === 1) {
      const alone = this.exports[kernel.name] as KernelFunction;
      for (let task = 0; task < tasks; task++) {
        alone(job, task, this.scratch.byteOffset);
      }
      return;
    }
    this.refuseAfterFailure();
    this.view.setInt32(block + control.kernel, kernel.element, true);
    try {
      this.exports.run(block, tasks, this.spins);
    } catch (error) {
      this.view.setInt32(block + control.failed, 1, true);
      throw error;
    }
    this.refuseAfterFailure();
  }

  private refuseAfterFailure(): void {
    if (this.view.getInt32(this.block.byteOffset + control.failed, true)) {
      throw new Error("A kernel has failed on one of the threads; nothing more can be computed with them.");
    }
  }

  /** Gives every thread at least this many bytes of private memory. Its contents are valid only during one task. */
  reserveScratch(bytes: number): void {
    const perThread = Math.ceil(bytes / 64) * 64;
    const block = this.block.byteOffset;
    if (perThread <= this.view.getInt32(block + control.scratchBytes, true)) {
      return;
    }
    this.arena.release(this.scratch);
    this.scratch = this.arena.uint8(perThread * this.started);
    this.view.setInt32(block + control.scratch, this.scratch.byteOffset, true);
    this.view.setInt32(block + control.scratchBytes, perThread, true);
  }

  /** Ends the workers and frees the pool's memory. The caller must not use the pool afterwards. */
  async close(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.terminate()));
    open.delete(this);
    this.arena.release(this.scratch);
    this.arena.release(this.block);
  }
}
