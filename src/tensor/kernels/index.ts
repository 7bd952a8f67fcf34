import type { Kernels } from "./Kernels";
import { ReferenceKernels } from "./ReferenceKernels";

export type * from "./Kernels";
export { ReferenceKernels };

let selected: Kernels = new ReferenceKernels();

/** The kernels that compute everything from here on. */
export function kernels(): Kernels {
  return selected;
}

/** Chooses the kernels. Tensors made with others stay valid: data have one layout. */
export function setKernels(choice: Kernels): void {
  selected = choice;
}
