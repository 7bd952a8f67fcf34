import { record } from "../autograd";
import { kernels } from "../kernels";
import { resolveDim } from "../shape";
import { Tensor } from "../Tensor";
import { transpose } from "./movement";

/** exp(x) / Σ exp(x) along a dimension. @throws ShapeError if the dimension is out of range. */
export function softmax(x: Tensor, dim = -1): Tensor {
  return alongLast("softmax", x, dim);
}

/**
 * log(softmax(x)) along a dimension. Large elements do not overflow.
 * @throws ShapeError if the dimension is out of range.
 */
export function logSoftmax(x: Tensor, dim = -1): Tensor {
  return alongLast("logSoftmax", x, dim);
}

function alongLast(op: "softmax" | "logSoftmax", x: Tensor, dim: number): Tensor {
  const at = resolveDim(op, dim, x.shape);
  const last = x.shape.length - 1;
  if (at !== last) {
    return transpose(alongLast(op, transpose(x, at, last), last), at, last);
  }
  const cols = x.shape[last]!;
  const rows = cols === 0 ? 0 : x.size / cols;
  const out = Tensor.empty(x.shape);
  kernels()[op]({ rows, cols, x: x.data, out: out.data });
  return record(op, out, [
    x,
    (dy) => {
      const dx = Tensor.empty(x.shape);
      kernels()[`${op}Backward`]({ rows, cols, y: out.data, dy: dy.data, dx: dx.data });
      return dx;
    },
  ]);
}
