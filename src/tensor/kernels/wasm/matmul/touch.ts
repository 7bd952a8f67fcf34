import type { FunctionReference } from "../../../webassembly/FunctionBuilder";
import { i32 } from "../../../webassembly/instructions";
import type { ModuleBuilder } from "../../../webassembly/ModuleBuilder";

const cacheLine = 64;

/**
 * Defines the function that reads a word of every cache line of a[rows, k]. If another core has just written these
 * lines, the reads transfer many lines at the same time. Without these reads, the tile function would wait for one
 * line after another.
 */
export function defineTouch(module: ModuleBuilder): FunctionReference {
  const parameters = ["i32", "i32", "i32", "i32", "i32"] as const;
  return module.function("touch", parameters, (f, a, aStride, k, rows, scratch) => {
    const at = f.local("i32");
    const words = f.local("i32");
    const rowBytes = f.let(i32.shl(k, 2));
    f.doWhile(
      () => {
        f.set(at, i32.const(0));
        f.doWhile(
          () => {
            f.set(words, i32.or(words, i32.load(i32.add(a, at))));
            f.increase(at, cacheLine);
          },
          () => i32.ltU(at, rowBytes),
        );
        f.increase(a, aStride);
        f.increase(rows, -1);
      },
      () => rows,
    );
    // V8 might remove the reads if their result were not used.
    f.store(scratch, words);
  });
}
