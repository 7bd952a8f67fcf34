import { record } from "../autograd";
import { kernels } from "../kernels";
import { ShapeError, sameShape, showShape } from "../shape";
import { Tensor } from "../Tensor";
import { once } from "./once";
import { reluBackward } from "./reluBackward";

/** The product A·B of matrices [m, k] and [k, n]. @throws ShapeError if the shapes do not fit. */
export function matmul(a: Tensor, b: Tensor): Tensor {
  if (a.shape.length !== 2 || b.shape.length !== 2 || a.shape[1] !== b.shape[0]) {
    throw new ShapeError(
      `matmul: shapes ${showShape(a.shape)} and ${showShape(b.shape)} do not fit as [m, k] and [k, n].`,
    );
  }
  const [m, k] = a.shape as [number, number];
  const n = b.shape[1]!;
  const out = Tensor.empty([m, n]);
  kernels().matmul({ m, n, k, a: a.data, b: b.data, out: out.data });
  return record(
    "matmul",
    out,
    [
      a,
      (dy) => {
        const da = Tensor.empty([m, k]);
        kernels().matmul({ m, n: k, k: n, a: dy.data, b: b.data, bTransposed: true, out: da.data });
        return da;
      },
    ],
    [
      b,
      (dy) => {
        const db = Tensor.empty([k, n]);
        kernels().matmul({ m: k, n, k: m, a: a.data, aTransposed: true, b: dy.data, out: db.data });
        return db;
      },
    ],
  );
}

/**
 * x·Wᵀ + b for x [..., in], weight W [out, in] and bias b [out]. With the option `relu`, returns max(x·Wᵀ + b, 0),
 * which has the same bits as the result of a ReLU afterwards.
 * @throws ShapeError if the shapes do not fit.
 */
export function linear(
  x: Tensor,
  weight: Tensor,
  bias: Tensor | null = null,
  options: { relu?: boolean } = {},
): Tensor {
  const [n, k] = weight.shape as [number, number];
  if (weight.shape.length !== 2 || x.shape.length === 0 || x.shape.at(-1) !== k) {
    throw new ShapeError(
      `linear: input ${showShape(x.shape)} and weight ${showShape(weight.shape)} do not fit as [..., in] and [out, in].`,
    );
  }
  if (bias && !sameShape(bias.shape, [n])) {
    throw new ShapeError(
      `linear: bias ${showShape(bias.shape)} and weight ${showShape(weight.shape)} do not fit as [out] and [out, in].`,
    );
  }
  const { relu = false } = options;
  const m = x.shape.slice(0, -1).reduce((rows, length) => rows * length, 1);
  const out = Tensor.empty([...x.shape.slice(0, -1), n]);
  kernels().matmul({
    m,
    n,
    k,
    a: x.data,
    b: weight.data,
    bTransposed: true,
    bias: bias?.data,
    relu,
    out: out.data,
  });

  const beforeRelu = relu ? once((dy: Tensor) => reluBackward(out, dy)) : (dy: Tensor) => dy;
  const inputs: Parameters<typeof record>[2][] = [
    [
      x,
      (dy) => {
        const dx = Tensor.empty(x.shape);
        kernels().matmul({ m, n: k, k: n, a: beforeRelu(dy).data, b: weight.data, out: dx.data });
        return dx;
      },
    ],
    [
      weight,
      (dy) => {
        const dw = Tensor.empty([n, k]);
        kernels().matmul({
          m: n,
          n: k,
          k: m,
          a: beforeRelu(dy).data,
          aTransposed: true,
          b: x.data,
          out: dw.data,
        });
        return dw;
      },
    ],
  ];
  if (bias) {
    inputs.push([
      bias,
      (dy) => {
        const db = Tensor.empty([n]);
        kernels().sum({ outer: 1, n: m, inner: n, x: beforeRelu(dy).data, out: db.data });
        return db;
      },
    ]);
  }
  return record(relu ? "linearRelu" : "linear", out, ...inputs);
}
