import type { I32, Local, V128 } from "../../webassembly/Expr";
import type { FunctionBuilder } from "../../webassembly/FunctionBuilder";
import { f32x4, i32, v128 } from "../../webassembly/instructions";

/** Keeps watch over vectors that pass by, for one that is not finite, at the price of an addition each. */
export class Finiteness {
  /** Not finite once an element was not, or they have overflowed. One for every vector that is watched at once. */
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

  /** At an address that is not 0: stores the word 1 if a sum is not finite, else leaves what is there. */
  tell(report: I32): void {
    const { f, sums } = this;
    const isNotFinite = (sum: V128) => f32x4.ne(f32x4.mul(sum, f32x4.const(0)), f32x4.const(0));
    const found = sums.map(isNotFinite).reduce((a, b) => v128.or(a, b));
    f.if(report, () => f.if(v128.anyTrue(found), () => f.store(report, i32.const(1))));
  }
}
