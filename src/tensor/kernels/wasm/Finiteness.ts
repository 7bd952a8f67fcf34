import type { I32, Local, V128 } from "../../webassembly/Expr";
import type { FunctionBuilder } from "../../webassembly/FunctionBuilder";
import { f32x4, i32, v128 } from "../../webassembly/instructions";

/**
 * Detects whether the vectors that a kernel reads have elements that are not finite. The cost is one addition for each
 * vector.
 */
export class Finiteness {
  /**
   * One sum for each vector that is checked at the same time. Once an element that is not finite has been added, the
   * sum is not finite. A sum of finite elements may also overflow.
   */
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

  /**
   * Writes 1 to the word at the address `report` if a sum is not finite. Otherwise, or if the address is 0, writes
   * nothing.
   */
  storeInto(report: I32): void {
    const { f, sums } = this;
    const isNotFinite = (sum: V128) => f32x4.ne(f32x4.mul(sum, f32x4.const(0)), f32x4.const(0));
    const found = sums.map(isNotFinite).reduce((a, b) => v128.or(a, b));
    f.if(report, () => f.if(v128.anyTrue(found), () => f.store(report, i32.const(1))));
  }
}
