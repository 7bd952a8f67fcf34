import { afterAll, beforeAll, describe } from "vitest";
import { type Kernels, kernels, reference, setKernels } from "../../../src/tensor";
import { makeKernels, wasmVariants } from "./wasmFixture";

/** Every kernel variant that this machine can run. All must pass the same tests. */
export const variants: { name: string; create: () => Kernels & { close?(): Promise<void> } }[] = [
  { name: "reference", create: () => reference },
  ...wasmVariants.map(({ variant: { name } }) => ({ name, create: () => makeKernels(name, 2) })),
];

/** Runs a suite once with each variant. */
export function describeEachVariant(title: string, suite: () => void): void {
  describe.each(variants)(`${title} ($name kernels)`, ({ create }) => {
    const before = kernels();
    let own: ReturnType<typeof create>;
    beforeAll(() => {
      own = create();
      setKernels(own);
    });
    afterAll(async () => {
      setKernels(before);
      await own.close?.();
    });
    suite();
  });
}
