import { expect, test } from "vitest";
import { arena } from "../../../src/tensor/Arena";
import { KernelModule } from "../../../src/tensor/threads/KernelModule";
import { ThreadPool } from "../../../src/tensor/threads/ThreadPool";
import { i32 } from "../../../src/tensor/webassembly/instructions";

const outOfMemory = i32.const(-8);

test("a kernel that fails on another thread is an error, and nobody waits for it", async () => {
  const module = new KernelModule();
  /** Its first task waits for the second to begin, so that another thread must have taken that one. */
  const failing = module.kernel("failing", { begun: "i32" }, (f, { job, task }) => {
    f.if(
      task,
      () => {
        f.atomicStore(job.begun, 1);
        f.store(outOfMemory, i32.const(0));
      },
      () =>
        f.doWhile(
          () => {},
          () => i32.eqz(i32.atomic.load(job.begun)),
        ),
    );
  });
  module.defineThreads();
  const pool = new ThreadPool(arena, new WebAssembly.Module(module.encode()), 2);
  const begun = arena.uint8(4).fill(0);
  const run = () => pool.run(failing, 2, { begun: begun.byteOffset });
  expect(run).toThrow("The kernel failing failed on another thread.");
  await pool.close();
  arena.release(begun);
});
