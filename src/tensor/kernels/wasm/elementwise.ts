import type { Kernel, KernelModule } from "../../threads/KernelModule";
import type { Expr, Local, V128 } from "../../webassembly/Expr";
import type { FunctionBuilder } from "../../webassembly/FunctionBuilder";
import { f32x4, i32, v128 } from "../../webassembly/instructions";

/**
 * The operands of an elementwise kernel's body. A vector `x` holds four elements of an array or, for the last elements
 * of a task, a single element in lane 0. A vector `constant` holds four copies of a constant.
 */
export interface Lanes<A extends string, C extends string> {
  readonly f: FunctionBuilder;
  readonly x: Readonly<Record<A, V128>>;
  readonly constant: Readonly<Record<C, V128>>;
}

export type ElementwiseFields<A extends string, C extends string> = Record<Split | A, "i32"> &
  Record<C, "f32">;
/** Fields that every elementwise kernel has. Their values come from `splitElements`. */
type Split = "count" | "elementsPerTask";

export type ElementwiseKernel<A extends string, C extends string> = Kernel<ElementwiseFields<A, C>>;

/**
 * Defines a kernel that computes each element of its output arrays from the elements at the same index of its arrays.
 * The body returns the new values of the output arrays, which may also be inputs.
 */
export function defineElementwise<A extends string, C extends string = never>(
  module: KernelModule,
  name: string,
  arrays: readonly A[],
  constants: readonly C[],
  body: (lanes: Lanes<A, C>) => Partial<Record<A, V128>>,
): ElementwiseKernel<A, C> {
  const fields = {
    count: "i32",
    elementsPerTask: "i32",
    ...Object.fromEntries(arrays.map((array) => [array, "i32"])),
    ...Object.fromEntries(constants.map((constant) => [constant, "f32"])),
  } as ElementwiseFields<A, C>;
  return module.kernel(name, fields, (f, { job, task }) => {
    const read = job as unknown as Record<Split | A, Expr<"i32">> & Record<C, Expr<"f32">>;
    const first = f.let(i32.mul(task, read.elementsPerTask));
    const pointers = record(arrays, (array) => f.let(i32.add(read[array], i32.shl(first, 2))));
    const constant = record(constants, (name) => f.let(f32x4.splat(read[name])));
    const left = f.let(i32.sub(read.count, first));
    f.if(i32.gtS(left, read.elementsPerTask), () => f.set(left, read.elementsPerTask));
    const advance = (elements: number) => {
      for (const array of arrays) {
        f.increase(pointers[array], 4 * elements);
      }
      f.increase(left, -elements);
    };

    // Each pass handles two neighbouring vectors, so that V8's revectorization can fuse them into one of 256 bits.
    f.while(
      () => i32.geS(left, 8),
      () => {
        const results = [0, 16].map((offset) => {
          const x = record(arrays, (array) => v128.load(pointers[array], offset));
          return evaluate(f, arrays, body({ f, x, constant }));
        });
        for (const array of arrays) {
          results.forEach((result, i) => {
            const value = result[array];
            if (value) {
              f.store(pointers[array], value, 16 * i);
            }
          });
        }
        advance(8);
      },
    );
    f.while(
      () => i32.gtS(left, 0),
      () => {
        const x = record(arrays, (array) => v128.load32Zero(pointers[array]));
        const result = evaluate(f, arrays, body({ f, x, constant }));
        for (const array of arrays) {
          const value = result[array];
          if (value) {
            f.store32Lane(pointers[array], value, 0);
          }
        }
        advance(1);
      },
    );
  });
}

/**
 * Computes the new values of all arrays into locals. The caller stores them only afterwards, since a value may depend
 * on an array that another value overwrites.
 */
function evaluate<A extends string>(
  f: FunctionBuilder,
  arrays: readonly A[],
  values: Partial<Record<A, V128>>,
): Partial<Record<A, Local<"v128">>> {
  const evaluated: Partial<Record<A, Local<"v128">>> = {};
  for (const array of arrays) {
    const value = values[array];
    if (value) {
      evaluated[array] = f.let(value);
    }
  }
  return evaluated;
}

function record<K extends string, V>(keys: readonly K[], value: (key: K) => V): Record<K, V> {
  return Object.fromEntries(keys.map((key) => [key, value(key)])) as Record<K, V>;
}
