import { afterEach, expect, test } from "vitest";
import { kernels, reference, setKernels, ThreadTuner } from "../../../src/tensor";

const before = kernels();
afterEach(() => setKernels(before));

/** Runs steps with 6 threads on a clock of its own. @returns the number of threads of each step */
function threadsOf(steps: number, duration: (threads: number) => number): number[] {
  let clock = 0;
  let used = 0;
  setKernels({
    ...reference,
    threads: 6,
    useThreads(count) {
      used = count;
    },
  });
  const tuner = new ThreadTuner(() => clock);
  return Array.from({ length: steps }, () =>
    tuner.run("step", () => {
      clock += duration(used);
      return used;
    }),
  );
}

test("all threads, half of them and one of them are tried, then the fastest number is used", () => {
  const used = threadsOf(1000, (threads) => 1 + Math.abs(threads - 3));
  expect(new Set(used.slice(0, 20))).toEqual(new Set([6, 3, 1]));
  expect(used.filter((threads) => threads === 3).length).toBeGreaterThan(970);
});

test("a number of threads that takes much longer is tried twice at first", () => {
  const used = threadsOf(40, (threads) => 6 / threads);
  expect(used.slice(0, 20).filter((threads) => threads === 1)).toHaveLength(2);
});
