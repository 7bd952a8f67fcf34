import { kernels } from "../kernels";
import { type Shape, sameShape, sizeOf } from "../shape";
import { Tensor } from "../Tensor";

/**
 * The reverse of broadcasting a tensor of `shape` to the shape of x: sums x over all dimensions that the broadcast
 * repeats. The result has the shape `shape`. If x already has this shape, the result is x itself. Any other
 * result is not recorded for gradients.
 */
export function sumTo(x: Tensor, shape: Shape): Tensor {
  if (sameShape(x.shape, shape)) {
    return x;
  }
  let lengths = [...x.shape];
  const missing = lengths.length - shape.length;
  const repeated = lengths.map(
    (length, dim) => length !== 1 && (dim < missing || shape[dim - missing] === 1),
  );
  let current = x;
  for (let last = lengths.length - 1; last >= 0; last--) {
    if (!repeated[last]) {
      continue;
    }
    let first = last;
    while (repeated[first - 1]) {
      first--;
    }
    const outer = sizeOf(lengths.slice(0, first));
    const n = sizeOf(lengths.slice(first, last + 1));
    const inner = sizeOf(lengths.slice(last + 1));
    lengths = lengths.map((length, dim) => (dim >= first && dim <= last ? 1 : length));
    const out = Tensor.empty(lengths);
    kernels().sum({ outer, n, inner, x: current.data, out: out.data });
    current = out;
    last = first;
  }
  return current.alias(shape);
}
