import { record } from "../autograd";
import { type BinaryOp, kernels, type UnaryOp } from "../kernels";
import { broadcastShapes, broadcastStrides, collapse } from "../shape";
import { Tensor } from "../Tensor";
import { sumTo } from "./sumTo";

/** A tensor or a number. A number is treated as a scalar tensor. */
export type Operand = Tensor | number;

/** a + b element by element, with broadcasting. @throws ShapeError if the shapes do not broadcast. */
export function add(a: Operand, b: Operand): Tensor {
  const [x, y] = operands(a, b);
  return record(
    "add",
    compute("add", x, y),
    [x, (dy) => sumTo(dy, x.shape)],
    [y, (dy) => sumTo(dy, y.shape)],
  );
}

/** a − b element by element, with broadcasting. @throws ShapeError if the shapes do not broadcast. */
export function sub(a: Operand, b: Operand): Tensor {
  const [x, y] = operands(a, b);
  return record(
    "sub",
    compute("sub", x, y),
    [x, (dy) => sumTo(dy, x.shape)],
    [y, (dy) => sumTo(neg(dy), y.shape)],
  );
}

/** a · b element by element, with broadcasting. @throws ShapeError if the shapes do not broadcast. */
export function mul(a: Operand, b: Operand): Tensor {
  const [x, y] = operands(a, b);
  return record(
    "mul",
    compute("mul", x, y),
    [x, (dy) => sumTo(mul(dy, y), x.shape)],
    [y, (dy) => sumTo(mul(dy, x), y.shape)],
  );
}

/** a / b element by element, with broadcasting. @throws ShapeError if the shapes do not broadcast. */
export function div(a: Operand, b: Operand): Tensor {
  const [x, y] = operands(a, b);
  const out = compute("div", x, y);
  return record(
    "div",
    out,
    [x, (dy) => sumTo(div(dy, y), x.shape)],
    [y, (dy) => sumTo(neg(div(mul(dy, out), y)), y.shape)],
  );
}

export const neg = (x: Tensor) => unary("neg", x);
export const exp = (x: Tensor) => unary("exp", x);
/** The natural logarithm. */
export const log = (x: Tensor) => unary("log", x);
export const sqrt = (x: Tensor) => unary("sqrt", x);
export const tanh = (x: Tensor) => unary("tanh", x);
export const sigmoid = (x: Tensor) => unary("sigmoid", x);
/** x · sigmoid(x). */
export const silu = (x: Tensor) => unary("silu", x);
/** max(x, 0). The gradient at x = 0 is 0. */
export const relu = (x: Tensor) => unary("relu", x);
export const abs = (x: Tensor) => unary("abs", x);
export const leakyRelu = (x: Tensor, negativeSlope = 0.01) => unary("leakyRelu", x, negativeSlope);
/**
 * x·Φ(x), where Φ is the distribution function of the standard normal distribution. With `approximate` = `tanh`, an
 * approximation by tanh replaces Φ.
 */
export const gelu = (x: Tensor, approximate: "none" | "tanh" = "none") =>
  unary(approximate === "tanh" ? "geluTanh" : "gelu", x);
export const pow = (x: Tensor, exponent: number) => unary("pow", x, exponent);

/**
 * Computes an operation of one tensor and records it. The kernel `unary` has the operation's formula, `unaryBackward`
 * that of its gradient.
 */
function unary(op: UnaryOp, x: Tensor, parameter?: number): Tensor {
  const out = Tensor.empty(x.shape);
  kernels().unary({ op, x: x.data, out: out.data, parameter });
  return record(op, out, [
    x,
    (dy) => {
      const dx = Tensor.empty(x.shape);
      kernels().unaryBackward({ op, x: x.data, y: out.data, dy: dy.data, dx: dx.data, parameter });
      return dx;
    },
  ]);
}

function operands(a: Operand, b: Operand): [Tensor, Tensor] {
  return [asTensor(a), asTensor(b)];
}

function asTensor(value: Operand): Tensor {
  return typeof value === "number" ? Tensor.of([value], []) : value;
}

function compute(op: BinaryOp, a: Tensor, b: Tensor): Tensor {
  const shape = broadcastShapes(op, a.shape, b.shape);
  const out = Tensor.empty(shape);
  const loops = collapse(shape, [broadcastStrides(a.shape, shape), broadcastStrides(b.shape, shape)]);
  const [aStrides, bStrides] = loops.strides as [number[], number[]];
  kernels().binary({ op, shape: loops.shape, a: a.data, aStrides, b: b.data, bStrides, out: out.data });
  return out;
}
