import type { FunctionReference } from "../../../webassembly/FunctionBuilder";
import { i32, v128 } from "../../../webassembly/instructions";
import type { ModuleBuilder } from "../../../webassembly/ModuleBuilder";
import { Finiteness } from "../Finiteness";

/** Parameters: source, stride, k, slab, slabStride, panelBytes, panelCols, cols, report. Strides are in bytes. */
const parameters = ["i32", "i32", "i32", "i32", "i32", "i32", "i32", "i32", "i32"] as const;

/**
 * Defines the function that copies source[k, cols] into panels of `panelCols` columns. The distance from row to row of
 * a panel is `slabStride`, the distance from panel to panel is `panelBytes`. The function reads each row of the source
 * sequentially, which is fastest. `report` is 0 or the address of a word that is set to 1 if {@link Finiteness} finds
 * an element that is not finite.
 */
export function definePackSlab(module: ModuleBuilder): FunctionReference {
  return module.function(
    "packSlab",
    parameters,
    (f, source, stride, k, slab, slabStride, panelBytes, panelCols, cols, report) => {
      const finiteness = new Finiteness(f, 2);
      const pair = f.localArray("v128", 2);
      const from = f.local("i32");
      const to = f.local("i32");
      const panel = f.local("i32");
      const endOfRow = f.local("i32");
      const endOfPanel = f.local("i32");
      const panelRow = f.let(i32.shl(panelCols, 2));
      f.doWhile(
        () => {
          f.set(from, source);
          f.set(panel, slab);
          f.set(endOfRow, i32.add(source, i32.shl(cols, 2)));
          f.doWhile(
            () => {
              f.set(endOfPanel, i32.add(from, panelRow));
              f.set(endOfPanel, i32.select(endOfPanel, endOfRow, i32.ltU(endOfPanel, endOfRow)));
              f.set(to, panel);
              f.while(
                () => i32.leU(i32.add(from, 32), endOfPanel),
                () => {
                  pair.forEach((vector, i) => {
                    f.set(vector, v128.load(from, 16 * i));
                  });
                  finiteness.watch(pair);
                  pair.forEach((vector, i) => {
                    f.store(to, vector, 16 * i);
                  });
                  f.increase(from, 32);
                  f.increase(to, 32);
                },
              );
              f.while(
                () => i32.ltU(from, endOfPanel),
                () => {
                  f.set(pair[0]!, v128.load32Zero(from));
                  finiteness.watch([pair[0]!]);
                  f.store32Lane(to, pair[0]!, 0);
                  f.increase(from, 4);
                  f.increase(to, 4);
                },
              );
              f.increase(panel, panelBytes);
            },
            () => i32.ltU(from, endOfRow),
          );
          f.increase(source, stride);
          f.increase(slab, slabStride);
          f.increase(k, -1);
        },
        () => k,
      );
      finiteness.storeInto(report);
    },
  );
}
