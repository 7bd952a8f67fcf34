import type { FunctionReference } from "../../../webassembly/FunctionBuilder";
import { f32x4, i32, v128 } from "../../../webassembly/instructions";
import type { ModuleBuilder } from "../../../webassembly/ModuleBuilder";

/** sums[rows, ·] += part[rows, ·] in the first `bytes` (a multiple of 16) of each row. Strides are in bytes. */
export function defineAddPart(module: ModuleBuilder): FunctionReference {
  const parameters = ["i32", "i32", "i32", "i32", "i32", "i32"] as const;
  return module.function("addPart", parameters, (f, sums, sumsStride, part, partStride, rows, bytes) => {
    const at = f.local("i32");
    f.doWhile(
      () => {
        f.set(at, i32.const(0));
        f.doWhile(
          () => {
            const to = i32.add(sums, at);
            f.store(to, f32x4.add(v128.load(to), v128.load(i32.add(part, at))));
            f.increase(at, 16);
          },
          () => i32.ltU(at, bytes),
        );
        f.increase(sums, sumsStride);
        f.increase(part, partStride);
        f.increase(rows, -1);
      },
      () => rows,
    );
  });
}
