import type { BinaryTask, UnaryBackwardTask, UnaryTask } from "../Kernels";
import { erf } from "./erf";

interface UnaryRule {
  value(x: number, parameter: number): number;
  /** The derivative of the operation at x. `y` is the operation's value at x. */
  slope(x: number, y: number, parameter: number): number;
}

const inverseSqrt2Pi = 1 / Math.sqrt(2 * Math.PI);
const sqrt2OverPi = Math.sqrt(2 / Math.PI);
const normalBelow = (x: number) => 0.5 * (1 + erf(x * Math.SQRT1_2));
const geluInner = (x: number) => Math.tanh(sqrt2OverPi * (x + 0.044715 * x ** 3));

const logistic = (x: number) => 1 / (1 + Math.exp(-x));

const rules = {
  neg: { value: (x) => -x, slope: () => -1 },
  exp: { value: (x) => Math.exp(x), slope: (_, y) => y },
  log: { value: (x) => Math.log(x), slope: (x) => 1 / x },
  sqrt: { value: (x) => Math.sqrt(x), slope: (_, y) => 0.5 / y },
  tanh: { value: (x) => Math.tanh(x), slope: (_, y) => 1 - y * y },
  sigmoid: { value: logistic, slope: (_, y) => y * (1 - y) },
  silu: { value: (x) => x * logistic(x), slope: (x) => logistic(x) * (1 + x * (1 - logistic(x))) },
  relu: { value: (x) => Math.max(x, 0), slope: (_, y) => (y <= 0 ? 0 : 1) },
  abs: { value: (x) => Math.abs(x), slope: (x) => Math.sign(x) },
  leakyRelu: { value: (x, a) => (x > 0 ? x : a * x), slope: (x, _, a) => (x > 0 ? 1 : a) },
  gelu: {
    value: (x) => x * normalBelow(x),
    slope: (x) => normalBelow(x) + x * inverseSqrt2Pi * Math.exp(-0.5 * x * x),
  },
  geluTanh: {
    value: (x) => 0.5 * x * (1 + geluInner(x)),
    slope: (x) => {
      const t = geluInner(x);
      return 0.5 * (1 + t) + 0.5 * x * (1 - t * t) * sqrt2OverPi * (1 + 3 * 0.044715 * x * x);
    },
  },
  pow: {
    value: (x, exponent) => x ** exponent,
    slope: (x, _, exponent) => (exponent === 0 ? 0 : exponent * x ** (exponent - 1)),
  },
} satisfies Record<string, UnaryRule>;

/**
 * For `leakyRelu`, `parameter` is the slope below 0; for `pow`, it is the exponent. `gelu` is the exact function (by
 * erf), and `geluTanh` is its approximation by tanh.
 */
export type UnaryOp = keyof typeof rules;
const ruleOf: Readonly<Record<UnaryOp, UnaryRule>> = rules;

export function fill(out: Float32Array, value: number): void {
  out.fill(value);
}

export function addScaled(out: Float32Array, x: Float32Array, scale: number): void {
  for (let i = 0; i < out.length; i++) {
    out[i] = out[i]! + scale * x[i]!;
  }
}

export function allFinite(x: Float32Array): boolean {
  return x.every(Number.isFinite);
}

export function unary({ op, x, out, parameter = 0 }: UnaryTask): void {
  const { value } = ruleOf[op];
  for (let i = 0; i < out.length; i++) {
    out[i] = value(x[i]!, parameter);
  }
}

export function unaryBackward({ op, x, y, dy, dx, parameter = 0 }: UnaryBackwardTask): void {
  const { slope } = ruleOf[op];
  for (let i = 0; i < dx.length; i++) {
    // The gradient of ReLU is 0 where y is 0, even if dy is not finite (threshold_backward in PyTorch).
    dx[i] = op === "relu" && y[i]! <= 0 ? 0 : dy[i]! * slope(x[i]!, y[i]!, parameter);
  }
}

export function binary(task: BinaryTask): void {
  binaryDimension(task, 0, 0, 0, 0);
}

/** Computes one dimension and all after it. Returns the index in `out` after the last element that was written. */
function binaryDimension(task: BinaryTask, dim: number, aStart: number, bStart: number, outStart: number) {
  const { shape, aStrides, bStrides } = task;
  const length = shape[dim]!;
  const aStep = aStrides[dim]!;
  const bStep = bStrides[dim]!;
  if (dim === shape.length - 1) {
    loops[task.op](task, length, aStart, aStep, bStart, bStep, outStart);
    return outStart + length;
  }
  let next = outStart;
  for (let i = 0; i < length; i++) {
    next = binaryDimension(task, dim + 1, aStart + i * aStep, bStart + i * bStep, next);
  }
  return next;
}

type BinaryLoop = (
  task: BinaryTask,
  length: number,
  aStart: number,
  aStep: number,
  bStart: number,
  bStep: number,
  outStart: number,
) => void;

const loops = {
  add({ a, b, out }, length, aStart, aStep, bStart, bStep, outStart) {
    for (let i = 0; i < length; i++) {
      out[outStart + i] = a[aStart + i * aStep]! + b[bStart + i * bStep]!;
    }
  },
  sub({ a, b, out }, length, aStart, aStep, bStart, bStep, outStart) {
    for (let i = 0; i < length; i++) {
      out[outStart + i] = a[aStart + i * aStep]! - b[bStart + i * bStep]!;
    }
  },
  mul({ a, b, out }, length, aStart, aStep, bStart, bStep, outStart) {
    for (let i = 0; i < length; i++) {
      out[outStart + i] = a[aStart + i * aStep]! * b[bStart + i * bStep]!;
    }
  },
  div({ a, b, out }, length, aStart, aStep, bStart, bStep, outStart) {
    for (let i = 0; i < length; i++) {
      out[outStart + i] = a[aStart + i * aStep]! / b[bStart + i * bStep]!;
    }
  },
} satisfies Record<string, BinaryLoop>;

export type BinaryOp = keyof typeof loops;
