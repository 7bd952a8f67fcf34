import type { KernelModule } from "../../threads/KernelModule";
import { i32, v128 } from "../../webassembly/instructions";
import { Finiteness } from "./Finiteness";

const fields = { x: "i32", count: "i32", elementsPerTask: "i32", report: "i32" } as const;

/**
 * Number of vectors of four elements that one iteration checks. Each vector is added to a sum of its own (see
 * `Finiteness`), so that the additions do not have to wait for each other.
 */
const atOnce = 8;

/**
 * Defines the kernel that checks whether all elements of `x` are finite. A task writes 1 to the word at `report`, which
 * all tasks share, if one of its elements is not finite or a sum of {@link Finiteness} overflows.
 */
export function defineFiniteKernel(module: KernelModule) {
  return module.kernel("findNonfinite", fields, (f, { job, task }) => {
    const first = f.let(i32.mul(task, job.elementsPerTask));
    const x = f.let(i32.add(job.x, i32.shl(first, 2)));
    const left = f.let(i32.sub(job.count, first));
    f.if(i32.gtS(left, job.elementsPerTask), () => f.set(left, job.elementsPerTask));
    const finiteness = new Finiteness(f, atOnce);
    f.while(
      () => i32.geS(left, 4 * atOnce),
      () => {
        finiteness.watch(Array.from({ length: atOnce }, (_, i) => v128.load(x, 16 * i)));
        f.increase(x, 16 * atOnce);
        f.increase(left, -4 * atOnce);
      },
    );
    f.while(
      () => i32.gtS(left, 0),
      () => {
        finiteness.watch([v128.load32Zero(x)]);
        f.increase(x, 4);
        f.increase(left, -1);
      },
    );
    finiteness.storeInto(job.report);
  });
}
