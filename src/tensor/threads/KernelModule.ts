import type { Expr, I32, I32Like, Local } from "../webassembly/Expr";
import type { FunctionBuilder } from "../webassembly/FunctionBuilder";
import { i32 } from "../webassembly/instructions";
import { ModuleBuilder } from "../webassembly/ModuleBuilder";
import { control } from "./control";
import { type Fields, JobLayout } from "./JobLayout";

/**
 * A kernel that a ThreadPool runs. `element`: index of the kernel in the module's table. `layout`: layout of the
 * kernel's fields in a job.
 */
export interface Kernel<T extends Fields = Fields> {
  readonly name: string;
  readonly element: number;
  readonly layout: JobLayout<T>;
}

/**
 * Arguments of a kernel's body: the fields of the job, the index of the task, and the address `scratch` of the thread's
 * private memory.
 */
export interface KernelContext<T extends Fields> {
  readonly job: { readonly [K in keyof T]: Expr<T[K]> };
  readonly task: Local<"i32">;
  readonly scratch: Local<"i32">;
}

const kernelParameters = ["i32", "i32", "i32"] as const;

/**
 * A WebAssembly module with kernels. A job is one call of a kernel: it is split into tasks, which the threads may
 * compute in any order.
 */
export class KernelModule extends ModuleBuilder {
  kernel<T extends Fields>(
    name: string,
    fields: T,
    body: (f: FunctionBuilder, context: KernelContext<T>) => void,
  ): Kernel<T> {
    const layout = new JobLayout(fields);
    const target = this.function(name, kernelParameters, (f, address, task, scratch) => {
      body(f, { job: layout.read(address), task, scratch });
    });
    return { name, element: this.tableElement(target), layout };
  }

  /**
   * Adds the three functions of the thread protocol: `drain` computes tasks of a job until none is left, `run`
   * publishes a job and returns when its tasks are finished, `work` is the endless loop of a worker.
   *
   * Every thread has a share of a job: a range of neighbouring tasks. A thread therefore mostly works on the same rows
   * of a matrix in each job, and its cache may still hold these rows. When its share is used up, the thread takes tasks
   * of other shares.
   *
   * `run` publishes a share by storing the share's number of tasks in its word `unclaimed`. A thread claims a task by
   * subtracting 1 from `unclaimed`. The value before the subtraction, if positive, is the position of the claimed task
   * counted from the share's end. If a thread is late and subtracts only after the next job was published, it claims a
   * task of this next job. This is harmless: a thread reads the job's fields, its kernel and the address of the private
   * memory only after claiming a task, and these values do not change while a claimed task is unfinished. `generation`
   * changes after a job has been published.
   */
  defineThreads(): void {
    const drain = this.function("drain", ["i32", "i32", "i32"], (f, block, thread, threads) => {
      /**
       * Address of the thread's private memory. Each task reads it again, since the private memory may have moved
       * between jobs.
       */
      const scratch = i32.add(
        i32.load(block, control.scratch),
        i32.mul(thread, i32.load(block, control.scratchBytes)),
      );
      const left = f.let(threads);
      const share = f.let(shareOf(block, thread));
      const claimed = f.local("i32");
      const done = f.local("i32");
      const claim = () => {
        f.set(claimed, i32.atomic.load(at(share, control.unclaimed)));
        // The read before the subtraction avoids writes to the cache line of a share without unclaimed tasks. Such
        // writes would move the line between the caches of the cores.
        f.if(i32.gtS(claimed, 0), () => {
          f.set(claimed, i32.atomic.rmwSub(at(share, control.unclaimed), 1));
        });
      };
      f.doWhile(
        () => {
          claim();
          f.while(
            () => i32.gtS(claimed, 0),
            () => {
              f.callIndirect(
                this.typeIndex(kernelParameters),
                i32.load(block, control.kernel),
                at(block, control.job),
                i32.sub(i32.load(share, control.end), claimed),
                scratch,
              );
              f.increase(done, 1);
              claim();
            },
          );
          f.increase(share, control.shareBytes);
          f.if(i32.eq(share, shareOf(block, threads)), () => f.set(share, shareOf(block, 0)));
          f.increase(left, -1);
        },
        () => left,
      );
      f.if(done, () => {
        const before = i32.atomic.rmwSub(at(block, control.unfinished), done);
        f.if(i32.eq(before, done), () => {
          f.if(i32.atomic.load(at(block, control.mainSleeps)), () => {
            f.atomicNotify(at(block, control.unfinished), 1);
          });
        });
      });
    });

    this.function("run", ["i32", "i32", "i32"], (f, block, tasks, spins) => {
      const threads = f.let(i32.load(block, control.threads));
      const thread = f.local("i32");
      const first = f.local("i32");
      const end = f.local("i32");
      const share = f.local("i32");
      const turns = f.local("i32");
      const unfinished = f.local("i32");
      const look = () => f.set(unfinished, i32.atomic.load(at(block, control.unfinished)));
      f.atomicStore(at(block, control.unfinished), tasks);
      f.doWhile(
        () => {
          f.set(share, shareOf(block, thread));
          f.increase(thread, 1);
          f.set(end, i32.divU(i32.mul(tasks, thread), threads));
          f.store(share, end, control.end);
          f.atomicStore(at(share, control.unclaimed), i32.sub(end, first));
          f.set(first, end);
        },
        () => i32.ltU(thread, threads),
      );
      f.drop(i32.atomic.rmwAdd(at(block, control.generation), 1));
      f.if(i32.atomic.load(at(block, control.sleepers)), () => {
        f.atomicNotify(at(block, control.generation), -1);
      });
      f.call(drain, block, 0, threads);
      look();
      f.while(
        // A worker that fails sets `unfinished` to 0. The tasks that other threads finish afterwards make it negative.
        () => i32.gtS(unfinished, 0),
        () => {
          f.if(
            i32.ltS(turns, spins),
            () => f.increase(turns, 1),
            () => {
              f.atomicStore(at(block, control.mainSleeps), 1);
              look();
              f.if(i32.gtS(unfinished, 0), () => f.atomicWait(at(block, control.unfinished), unfinished));
              f.atomicStore(at(block, control.mainSleeps), 0);
            },
          );
          look();
        },
      );
    });

    this.function("work", ["i32", "i32", "i32"], (f, block, thread, spins) => {
      const turns = f.local("i32");
      const generation = f.local("i32");
      const threads = f.local("i32");
      const isSame = () => i32.eq(i32.atomic.load(at(block, control.generation)), generation);
      f.forever(() => {
        f.set(threads, i32.atomic.load(at(block, control.threads)));
        f.if(
          i32.geS(thread, threads),
          () => f.atomicWait(at(block, control.threads), threads),
          () => {
            f.set(generation, i32.atomic.load(at(block, control.generation)));
            f.call(drain, block, thread, threads);
            f.set(turns, i32.const(0));
            f.while(isSame, () => {
              f.if(
                i32.ltS(turns, spins),
                () => f.increase(turns, 1),
                () => {
                  f.drop(i32.atomic.rmwAdd(at(block, control.sleepers), 1));
                  f.atomicWait(at(block, control.generation), generation);
                  f.drop(i32.atomic.rmwSub(at(block, control.sleepers), 1));
                  f.set(turns, i32.const(0));
                },
              );
            });
          },
        );
      });
    });
  }
}

function at(block: I32, offset: number): I32 {
  return i32.add(block, offset);
}

function shareOf(block: I32, thread: I32Like): I32 {
  return i32.add(at(block, control.shares), i32.mul(thread, control.shareBytes));
}
