import type { KernelModule } from "../../threads/KernelModule";
import type { V128 } from "../../webassembly/Expr";
import type { FunctionBuilder } from "../../webassembly/FunctionBuilder";
import { f32x4, v128 } from "../../webassembly/instructions";
import type { BinaryOp, UnaryOp } from "../Kernels";
import { defineElementwise, type ElementwiseKernel } from "./elementwise";
import { exp32 } from "./exponential";

const zero = f32x4.const(0);
const one = f32x4.const(1);

/** In each lane, 0 where the bits of the mask are set, else `a`. */
const whereNot = (a: V128, mask: V128) => v128.andnot(a, mask);

type UnaryRule = (f: FunctionBuilder, x: V128, parameter: V128) => V128;
type UnaryBackwardRule = (lanes: { f: FunctionBuilder; x: V128; y: V128; dy: V128; parameter: V128 }) => V128;

const unaryRules: Partial<Record<UnaryOp, UnaryRule>> = {
  neg: (_, x) => f32x4.neg(x),
  exp: (f, x) => exp32(f, x),
  sqrt: (_, x) => f32x4.sqrt(x),
  sigmoid: (f, x) => f32x4.div(one, f32x4.add(one, exp32(f, f32x4.neg(x)))),
  relu: (_, x) => whereNot(x, f32x4.le(x, zero)),
  abs: (_, x) => f32x4.abs(x),
  leakyRelu: (_, x, slope) => v128.bitselect(x, f32x4.mul(slope, x), f32x4.gt(x, zero)),
};

const unaryBackwardRules: Partial<Record<UnaryOp, UnaryBackwardRule>> = {
  neg: ({ dy }) => f32x4.neg(dy),
  exp: ({ y, dy }) => f32x4.mul(dy, y),
  sqrt: ({ y, dy }) => f32x4.mul(dy, f32x4.div(f32x4.const(0.5), y)),
  tanh: ({ y, dy }) => f32x4.mul(dy, f32x4.sub(one, f32x4.mul(y, y))),
  sigmoid: ({ y, dy }) => f32x4.mul(dy, f32x4.mul(y, f32x4.sub(one, y))),
  relu: ({ y, dy }) => whereNot(dy, f32x4.le(y, zero)),
  leakyRelu: ({ x, dy, parameter }) => v128.bitselect(dy, f32x4.mul(dy, parameter), f32x4.gt(x, zero)),
};

const binaryRules: Record<BinaryOp, (a: V128, b: V128) => V128> = f32x4;

/** Kernels for elementwise operations. For an operation without a kernel here, the engine uses the reference. */
export function defineElementwiseKernels(module: KernelModule) {
  return {
    unary: mapRules(unaryRules, (rule, op) =>
      defineElementwise(module, op, ["x", "out"], ["parameter"], ({ f, x, constant }) => ({
        out: rule(f, x.x, constant.parameter),
      })),
    ),
    unaryBackward: mapRules(unaryBackwardRules, (rule, op) =>
      defineElementwise(
        module,
        `${op}Backward`,
        ["x", "y", "dy", "dx"],
        ["parameter"],
        ({ f, x, constant }) => ({
          dx: rule({ f, x: x.x, y: x.y, dy: x.dy, parameter: constant.parameter }),
        }),
      ),
    ),
    binary: mapBinary((op) =>
      defineElementwise(module, op, ["a", "b", "out"], [], ({ x }) => ({ out: binaryRules[op](x.a, x.b) })),
    ),
    /** Binary operations whose operand b is a single number. */
    binaryScalar: mapBinary((op) =>
      defineElementwise(module, `${op}Scalar`, ["a", "out"], ["b"], ({ x, constant }) => ({
        out: binaryRules[op](x.a, constant.b),
      })),
    ),
    addScaled: defineElementwise(module, "addScaled", ["out", "x"], ["scale"], ({ x, constant }) => ({
      out: f32x4.add(x.out, f32x4.mul(constant.scale, x.x)),
    })),
    scaledExp: defineElementwise(module, "scaledExp", ["x", "out"], ["scale"], ({ f, x, constant }) => ({
      out: f32x4.mul(exp32(f, x.x), constant.scale),
    })),
  };
}

function mapRules<R, A extends string, C extends string>(
  rules: Partial<Record<UnaryOp, R>>,
  define: (rule: R, op: UnaryOp) => ElementwiseKernel<A, C>,
): Partial<Record<UnaryOp, ElementwiseKernel<A, C>>> {
  const entries = Object.entries(rules) as [UnaryOp, R][];
  return Object.fromEntries(entries.map(([op, rule]) => [op, define(rule, op)]));
}

function mapBinary<K>(define: (op: BinaryOp) => K): Record<BinaryOp, K> {
  return { add: define("add"), sub: define("sub"), mul: define("mul"), div: define("div") };
}
