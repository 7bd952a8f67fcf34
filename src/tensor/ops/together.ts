import type { Gradient } from "../autograd";
import type { Tensor } from "../Tensor";

/**
 * Returns the gradient functions of an operation's inputs, in the order of the inputs. The first call with a `dy`
 * computes the gradients of all inputs by `fn`; the other functions return the results. Each tensor is returned only
 * once, since the caller may change it: a second call of the same function computes all again.
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
