import type { Gradient } from "../autograd";
import type { Tensor } from "../Tensor";

/**
 * The gradient functions of an operation's inputs, whose gradients `fn` computes together, in the order of the inputs.
 * Each tensor is returned only once, since the caller may change it.
 */
export function together(inputs: number, fn: (dy: Tensor) => Tensor[]): Gradient[] {
  let known: { dy: Tensor; left: (Tensor | null)[] } | null = null;
  return Array.from({ length: inputs }, (_, i) => (dy) => {
    if (known?.dy !== dy || (known.left[i]?.isDisposed ?? true)) {
      known = { dy, left: fn(dy) };
    }
    const gradient = known.left[i]!;
    known.left[i] = null;
    return gradient;
  });
}
