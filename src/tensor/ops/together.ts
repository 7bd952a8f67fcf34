import type { Gradient } from "../autograd";
import type { Tensor } from "../Tensor";

/**
 * Returns the gradient functions of an operation's inputs, in the order of the inputs. The first call with a `dy`
 * computes the gradients of all inputs with `fn`. The functions of the other inputs then return their gradients without
 * computing. Each gradient is returned only once, since the caller may change it. A second call of the same function
 * therefore computes all gradients again.
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
