import type { Kernels } from "./Kernels";
import { reference } from "./reference";

export type * from "./Kernels";
export { reference };

let selected: Kernels = reference;

/** The kernels that compute all operations until the next `setKernels`. */
export function kernels(): Kernels {
  return selected;
}

/** Sets the kernels. Tensors made before stay valid, since all kernels use the same layout. */
export function setKernels(choice: Kernels): void {
  selected = choice;
}
