import type { DropoutMaskTask } from "../Kernels";

export function dropoutMask({ generator, p, out }: DropoutMaskTask): void {
  generator.dropoutMask(out, p);
}
