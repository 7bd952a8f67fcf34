import { afterAll, beforeAll, describe } from "vitest";
import { type Kernels, kernels, reference, setKernels } from "../../../src/tensor";
import { makeKernels, wasmVariants } from "./wasmFixture";

/**
 * The reference kernels and every WebAssembly variant that this machine can run, each with one thread. All must pass
 * the same tests. wasmThreads.test.ts compares the results of several numbers of threads.
 */
export const variants: { name: string; create: () => Kernels & { close?(): Promise<void> } }[] = [
  { name: "reference", create: () => reference },
  ...wasmVariants.map(({ variant: { name } }) => ({ name, create: () => makeKernels(name) })),
];

/** Runs a suite once with each of the {@link variants} as the selected kernels. */
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
