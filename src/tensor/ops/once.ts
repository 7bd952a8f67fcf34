import type { Tensor } from "../Tensor";

/**
 * Returns a function that returns `fn(dy)`. A further call with the same `dy` returns the same tensor, unless the
 * tensor is disposed. The gradient functions of several inputs share this tensor.
 */
export function once(fn: (dy: Tensor) => Tensor): (dy: Tensor) => Tensor {
  let known: { dy: Tensor; answer: Tensor } | null = null;
  return (dy) => {
    if (known?.dy !== dy || known.answer.isDisposed) {
      known = { dy, answer: fn(dy) };
    }
    return known.answer;
  };
}
