import type { Variant } from "../../../src/tensor/kernels/wasm/variants";
import { f32, f32x4 } from "../../../src/tensor/webassembly/instructions";

/** A variant with the same results as `variant`, so slow that `chooseKernels` prefers others even on a busy machine. */
export function slowed(variant: Variant): Variant {
  const { multiplyAdd } = variant.shape;
  const one = f32x4.splat(f32.const(1));
  return {
    ...variant,
    shape: {
      ...variant.shape,
      multiplyAdd: (a, b, c) => {
        let sum = multiplyAdd(a, b, c);
        for (let turn = 0; turn < 40; turn++) sum = f32x4.mul(sum, one);
        return sum;
      },
    },
  };
}
