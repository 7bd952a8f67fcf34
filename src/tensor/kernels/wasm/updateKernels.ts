import type { KernelModule } from "../../threads/KernelModule";
import { f32x4 } from "../../webassembly/instructions";
import { defineElementwise } from "./elementwise";

const { add, sub, mul, div, sqrt } = f32x4;

/**
 * Kernels with which optimizers update a parameter. The formulas are those of torch.optim's `_single_tensor_*`
 * functions.
 */
export function defineUpdateKernels(module: KernelModule) {
  return {
    sgd: defineElementwise(
      module,
      "sgd",
      ["param", "grad"],
      ["sign", "weightDecay", "lr"],
      ({ f, x, constant: c }) => {
        const p = f.let(x.param);
        const g = add(mul(c.sign, x.grad), mul(c.weightDecay, p));
        return { param: sub(p, mul(c.lr, g)) };
      },
    ),

    /**
     * Two kernels: the first one is for the first update, which initializes the momentum buffer; the second one is for
     * all later updates.
     */
    sgdMomentum: [true, false].map((first) =>
      defineElementwise(
        module,
        first ? "sgdMomentumFirst" : "sgdMomentum",
        ["param", "grad", "buffer"],
        ["sign", "weightDecay", "lr", "momentum", "undampened", "ofGradient", "ofBuffer"],
        ({ f, x, constant: c }) => {
          const p = f.let(x.param);
          const g = f.let(add(mul(c.sign, x.grad), mul(c.weightDecay, p)));
          const buffer = f.let(first ? g : add(mul(c.momentum, x.buffer), mul(c.undampened, g)));
          const change = add(mul(c.ofGradient, g), mul(c.ofBuffer, buffer));
          return { param: sub(p, mul(c.lr, change)), buffer };
        },
      ),
    ),

    adam: defineElementwise(
      module,
      "adam",
      ["param", "grad", "mean", "square"],
      adamConstants,
      ({ f, x, constant: c }) => {
        const p = f.let(mul(x.param, c.shrink));
        const g = f.let(add(mul(c.sign, x.grad), mul(c.weightDecay, p)));
        const oldMean = f.let(x.mean);
        const mean = f.let(add(oldMean, mul(c.rate1, sub(g, oldMean))));
        const square = f.let(add(mul(c.beta2, x.square), mul(mul(c.rate2, g), g)));
        const denominator = add(div(sqrt(square), c.correction), c.eps);
        return { param: sub(p, div(mul(c.stepSize, mean), denominator)), mean, square };
      },
    ),
  };
}

const adamConstants = [
  "shrink",
  "sign",
  "weightDecay",
  "rate1",
  "beta2",
  "rate2",
  "correction",
  "eps",
  "stepSize",
] as const;
