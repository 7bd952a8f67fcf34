import type { KernelModule } from "../../threads/KernelModule";
import { f32x4, i32, v128 } from "../../webassembly/instructions";

const fields = { x: "i32", count: "i32", elementsPerTask: "i32", found: "i32" } as const;

/** found[task] = 1 if one of the task's elements is not finite, else 0. */
export function defineFiniteKernel(module: KernelModule) {
  return module.kernel("findNonfinite", fields, (f, { job, task }) => {
    const first = f.let(i32.mul(task, job.elementsPerTask));
    const x = f.let(i32.add(job.x, i32.shl(first, 2)));
    const left = f.let(i32.sub(job.count, first));
    f.if(i32.gtS(left, job.elementsPerTask), () => f.set(left, job.elementsPerTask));
    const zero = f32x4.const(0);
    // One for each vector that is looked at at once. 0·x is 0 if x is finite, else NaN.
    const found = f.localArray("v128", 4);
    const look = (at: number, element: typeof zero) => {
      f.set(found[at]!, v128.or(found[at]!, f32x4.ne(f32x4.mul(element, zero), zero)));
    };
    f.while(
      () => i32.geS(left, 16),
      () => {
        for (const at of found.keys()) look(at, v128.load(x, 16 * at));
        f.increase(x, 64);
        f.increase(left, -16);
      },
    );
    f.while(
      () => i32.gtS(left, 0),
      () => {
        look(0, v128.load32Zero(x));
        f.increase(x, 4);
        f.increase(left, -1);
      },
    );
    const any = found.reduce<typeof zero>((a, b) => v128.or(a, b), zero);
    f.store(i32.add(job.found, i32.shl(task, 2)), v128.anyTrue(any));
  });
}
