import { afterAll, beforeAll, describe } from "vitest";
import { type Kernels, kernels, reference, setKernels } from "../../../src/tensor";
import { makeKernels, wasmVariants } from "./wasmFixture";

/**
 * Every kernel variant that this machine can run. All must pass the same tests. They have one thread, as
 * wasmThreads.test.ts compares any number of threads, and the other tests of kernels use two.
 */
export const variants: { name: string; create: () => Kernels & { close?(): Promise<void> } }[] = [
  { name: "reference", create: () => reference },
  ...wasmVariants.map(({ variant: { name } }) => ({ name, create: () => makeKernels(name) })),
];

/** Runs a suite once with each variant. */
export function describeEachVariant(title: string, suite: (name: string) => void): void {
  describe.each(variants)(`${title} ($name kernels)`, ({ name, create }) => {
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
    suite(name);
  });
}
