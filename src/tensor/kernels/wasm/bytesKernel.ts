import type { KernelModule } from "../../threads/KernelModule";
import type { V128 } from "../../webassembly/Expr";
import type { FunctionBuilder } from "../../webassembly/FunctionBuilder";
import { f32, f32x4, i16x8, i32, i32x4, v128 } from "../../webassembly/instructions";

/**
 * 1/255 as a sum of two floats. The product of a byte and the first float is exact. For every byte, the sum of both
 * products is the float that is nearest to byte / 255. A multiplication is many times as fast as a division.
 */
const inverseHigh = 0x8080 / 2 ** 23;
const inverseLow = 1 / 255 - inverseHigh;

const fields = { bytes: "i32", out: "i32", count: "i32", elementsPerTask: "i32" } as const;

/** out = fround(byte / 255) for a range of bytes. */
export function defineBytesKernel(module: KernelModule) {
  const scaled = (f: FunctionBuilder, integers: V128) => {
    const b = f.let(f32x4.convertI32x4S(integers));
    return f32x4.add(f32x4.mul(b, f32x4.const(inverseHigh)), f32x4.mul(b, f32x4.const(inverseLow)));
  };
  return module.kernel("bytesToFloat", fields, (f, { job, task }) => {
    const first = f.let(i32.mul(task, job.elementsPerTask));
    const bytes = f.let(i32.add(job.bytes, first));
    const out = f.let(i32.add(job.out, i32.shl(first, 2)));
    const left = f.let(i32.sub(job.count, first));
    f.if(i32.gtS(left, job.elementsPerTask), () => f.set(left, job.elementsPerTask));
    const sixteen = f.local("v128");
    f.while(
      () => i32.geS(left, 16),
      () => {
        f.set(sixteen, v128.load(bytes));
        const eights = [i16x8.extendLowI8x16U(sixteen), i16x8.extendHighI8x16U(sixteen)].map((x) => f.let(x));
        const fours = eights.flatMap((x) => [i32x4.extendLowI16x8U(x), i32x4.extendHighI16x8U(x)]);
        const floats = fours.map((x) => f.let(scaled(f, x)));
        floats.forEach((value, i) => {
          f.store(out, value, 16 * i);
        });
        f.increase(bytes, 16);
        f.increase(out, 64);
        f.increase(left, -16);
      },
    );
    f.while(
      () => i32.gtS(left, 0),
      () => {
        f.store(out, f32.div(f32.convertI32U(i32.load8U(bytes)), f32.const(255)));
        f.increase(bytes, 1);
        f.increase(out, 4);
        f.increase(left, -1);
      },
    );
  });
}
