import type { Expr, I32, Local } from "../webassembly/Expr";
import type { FunctionBuilder } from "../webassembly/FunctionBuilder";
import { i32 } from "../webassembly/instructions";
import { ModuleBuilder } from "../webassembly/ModuleBuilder";
import { control } from "./control";
import { type Fields, JobLayout } from "./JobLayout";

/** A kernel that ThreadPool can run: its place in the module's table and what it must be told. */
export interface Kernel<T extends Fields = Fields> {
  readonly name: string;
  readonly element: number;
  readonly layout: JobLayout<T>;
}

/** What a kernel's body works with: its fields, which of the job's tasks to do, and the thread's private memory. */
export interface KernelContext<T extends Fields> {
  readonly job: { readonly [K in keyof T]: Expr<T[K]> };
  readonly task: Local<"i32">;
  readonly scratch: Local<"i32">;
}

const kernelParameters = ["i32", "i32", "i32"] as const;

/** A WebAssembly module whose kernels are jobs: split into tasks that any thread may do, in any order. */
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
   * Adds the three functions of the thread protocol.
   *
   * A job is published by storing the number of its tasks in `unclaimed`. A thread claims a task by subtracting
   * one: what it finds, if positive, is its task, counted from the end. Since `unclaimed` says both whether there
   * is a task and which, a thread that comes late to a job takes part in the next one by the same instruction,
   * and the fields of a job stay as they are for as long as a claimed task of it is unfinished.
   */
  defineThreads(): void {
    const drain = this.function("drain", ["i32", "i32"], (f, block, thread) => {
      const claimed = f.local("i32");
      const scratch = f.local("i32");
      const claim = () => f.set(claimed, i32.atomic.rmwSub(at(block, control.unclaimed), 1));
      claim();
      f.while(
        () => i32.gtS(claimed, 0),
        () => {
          f.set(
            scratch,
            i32.add(i32.load(block, control.scratch), i32.mul(thread, i32.load(block, control.scratchBytes))),
          );
          f.callIndirect(
            this.typeIndex(kernelParameters),
            i32.load(block, control.kernel),
            at(block, control.job),
            i32.sub(i32.load(block, control.tasks), claimed),
            scratch,
          );
          const before = i32.atomic.rmwSub(at(block, control.unfinished), 1);
          f.if(i32.eq(before, 1), () => {
            f.if(i32.atomic.load(at(block, control.mainSleeps)), () => {
              f.atomicNotify(at(block, control.unfinished), 1);
            });
          });
          claim();
        },
      );
    });

    this.function("run", ["i32", "i32"], (f, block, spins) => {
      const tasks = f.let(i32.load(block, control.tasks));
      const turns = f.local("i32");
      const unfinished = f.local("i32");
      const look = () => f.set(unfinished, i32.atomic.load(at(block, control.unfinished)));
      f.atomicStore(at(block, control.unfinished), tasks);
      f.atomicStore(at(block, control.unclaimed), tasks);
      f.drop(i32.atomic.rmwAdd(at(block, control.generation), 1));
      f.if(i32.atomic.load(at(block, control.sleepers)), () => {
        f.atomicNotify(at(block, control.generation), -1);
      });
      f.call(drain, block, 0);
      look();
      f.while(
        () => unfinished,
        () => {
          f.if(
            i32.ltS(turns, spins),
            () => f.increase(turns, 1),
            () => {
              f.atomicStore(at(block, control.mainSleeps), 1);
              look();
              f.if(unfinished, () => f.atomicWait(at(block, control.unfinished), unfinished));
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
      const idle = () => i32.leS(i32.atomic.load(at(block, control.unclaimed)), 0);
      f.forever(() => {
        f.call(drain, block, thread);
        f.set(turns, i32.const(0));
        f.while(idle, () => {
          f.set(generation, i32.atomic.load(at(block, control.generation)));
          f.if(
            i32.ltS(turns, spins),
            () => f.increase(turns, 1),
            () => {
              f.drop(i32.atomic.rmwAdd(at(block, control.sleepers), 1));
              f.if(idle(), () => f.atomicWait(at(block, control.generation), generation));
              f.drop(i32.atomic.rmwSub(at(block, control.sleepers), 1));
              f.set(turns, i32.const(0));
            },
          );
        });
      });
    });
  }
}

function at(block: I32, offset: number): I32 {
  return i32.add(block, offset);
}
