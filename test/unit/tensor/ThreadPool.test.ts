import { setImmediate } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { arena } from "../../../src/tensor/Arena";
import { KernelModule } from "../../../src/tensor/threads/KernelModule";
import { ThreadPool } from "../../../src/tensor/threads/ThreadPool";
import { i32 } from "../../../src/tensor/webassembly/instructions";

/** Number of turns of a loop that keep a thread busy for about 10 ms. */
const turnsOfWork = 20_000_000;
const outOfMemory = i32.const(-8);

const module = new KernelModule();
/** A job of two tasks that wait until both have begun. The task `failingTask` then fails; the other works for 10 ms. */
const failing = module.kernel("failing", { begun: "i32", failingTask: "i32" }, (f, { job, task }) => {
  const turns = f.local("i32");
  f.drop(i32.atomic.rmwAdd(job.begun, 1));
  f.doWhile(
    () => {},
    () => i32.ltU(i32.atomic.load(job.begun), 2),
  );
  f.if(
    i32.eq(task, job.failingTask),
    () => f.store(outOfMemory, i32.const(0)),
    () =>
      f.doWhile(
        () => f.increase(turns, 1),
        () => i32.ltU(turns, turnsOfWork),
      ),
  );
});
/** Number of turns of a loop that take some seconds: in this time, the system lets every thread run. */
const turnsOfPatience = 2_000_000_000;
/**
 * Each task notes the address of its thread's private memory. A task ends when `awaited` tasks of the job have begun,
 * or after {@link turnsOfPatience} turns.
 */
const noting = module.kernel(
  "noting",
  { begun: "i32", awaited: "i32", notes: "i32" },
  (f, { job, task, scratch }) => {
    const turns = f.local("i32");
    f.store(i32.add(job.notes, i32.mul(task, 4)), scratch);
    f.drop(i32.atomic.rmwAdd(job.begun, 1));
    f.doWhile(
      () => f.increase(turns, 1),
      () => i32.and(i32.ltU(i32.atomic.load(job.begun), job.awaited), i32.ltU(turns, turnsOfPatience)),
    );
  },
);
module.defineThreads();
const compiled = new WebAssembly.Module(module.encode());

let pool: ThreadPool;
let begun: Uint8Array;
beforeEach(() => {
  pool = new ThreadPool(arena, compiled, 2);
  begun = arena.uint8(4).fill(0);
});
afterEach(async () => {
  await pool.close();
  arena.release(begun);
});
const fail = (failingTask: number) => pool.run(failing, 2, { begun: begun.byteOffset, failingTask });

// The calling thread does task 0, and another thread task 1.
test("a failure on another thread is an error, and no thread waits for it", () => {
  expect(() => fail(1)).toThrow("A kernel has failed on one of the threads");
});

test("after a failure on the calling thread no job begins while others may work on the last one", () => {
  expect(() => fail(0)).toThrow(WebAssembly.RuntimeError);
  expect(() => fail(0)).toThrow("A kernel has failed on one of the threads");
});

test("the number of threads set by use() do the tasks of a job, whatever number was set before", async () => {
  const wide = new ThreadPool(arena, compiled, 3);
  const notes = arena.uint8(12);
  try {
    const used = [3, 2, 1, 3, 1, 2, 3].map((threads) => {
      wide.use(threads);
      begun.fill(0);
      wide.run(noting, 3, { begun: begun.byteOffset, awaited: threads, notes: notes.byteOffset });
      return new Set(new Int32Array(notes.buffer, notes.byteOffset, 3)).size;
    });
    expect(used).toEqual([3, 2, 1, 3, 1, 2, 3]);
  } finally {
    await wide.close();
    arena.release(notes);
  }
});

test("a kernel with more fields than a job has space for is refused", () => {
  const fields = Object.fromEntries(Array.from({ length: 31 }, (_, i) => [`field${i}`, "i32"] as const));
  expect(() => new KernelModule().kernel("wide", fields, () => {})).toThrow("at most 30 fields, not 31");
});

test("the memory of a pool is not reused while its workers run, even if the pool is garbage", async () => {
  const taken = allocations(() => void new ThreadPool(arena, compiled, 2));
  // The first block is memory that the pool's threads share, and the last one holds the threads' private memory.
  const blocks = [taken[0]!, taken.at(-1)!];
  await collectGarbage();
  const later = Array.from({ length: 50 }, () => blocks.map(({ size }) => arena.uint8(size).byteOffset));
  for (const { offset } of blocks) expect(later.flat()).not.toContain(offset);
});

/** Calls `work`. @returns the addresses and sizes (bytes) of the blocks that `work` took from the arena, in order */
function allocations(work: () => void): { offset: number; size: number }[] {
  const take = vi.spyOn(arena, "take");
  try {
    work();
    return take.mock.results.map(({ value: { offset, size } }) => ({ offset, size }));
  } finally {
    take.mockRestore();
  }
}

async function collectGarbage(): Promise<void> {
  setFlagsFromString("--expose-gc");
  const gc = runInNewContext("gc") as () => void;
  for (let i = 0; i < 2; i++) {
    gc();
    // Finalizers run after a collection, in another turn of the event loop.
    await setImmediate();
  }
}
