import type { Kernels } from "./Kernels";
import { reference } from "./reference";

export type * from "./Kernels";
export { reference };

let selected: Kernels = reference;

/** The kernels that compute everything from here on. */
export function kernels(): Kernels {
  return selected;
}

/** Chooses the kernels. Tensors made with others stay valid: data have one layout. */
export function setKernels(choice: Kernels): void {
  selected = choice;
}
