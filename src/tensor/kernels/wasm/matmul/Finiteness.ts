import type { I32, Local, V128 } from "../../../webassembly/Expr";
import type { FunctionBuilder } from "../../../webassembly/FunctionBuilder";
import { f32x4, v128 } from "../../../webassembly/instructions";

/**
 * Keeps watch over what is packed for a sparse product: a product of 0 and what is not finite is NaN, so where
 * there is such an element no zero may be passed over.
 */
export class Finiteness {
  /** Not finite once an x was not, or they have overflowed. One for every vector that is watched at once. */
  private readonly sums: readonly Local<"v128">[];

  constructor(
    private readonly f: FunctionBuilder,
    atOnce: number,
  ) {
    this.sums = f.localArray("v128", atOnce);
  }

  watch(vectors: readonly V128[]): void {
    vectors.forEach((x, i) => {
      const sum = this.sums[i]!;
      this.f.set(sum, f32x4.add(sum, x));
    });
  }

  /** Where there is an address to report to: sets bits there if an element was not finite, else leaves them. */
  tell(report: I32): void {
    const { f, sums } = this;
    f.if(report, () => {
      for (const sum of sums) {
        const zero = f32x4.mul(sum, f32x4.const(0));
        f.store(report, v128.or(v128.load(report), f32x4.ne(zero, f32x4.const(0))));
      }
    });
  }
}
