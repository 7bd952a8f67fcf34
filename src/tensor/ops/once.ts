import type { Tensor } from "../Tensor";

/**
 * A function that returns `fn(dy)`. For the same `dy` as in the call before, it returns the same result unless that was
 * disposed. The gradient functions of an operation's inputs share the result.
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
