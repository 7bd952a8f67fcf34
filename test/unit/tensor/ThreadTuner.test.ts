import { afterEach, expect, test } from "vitest";
import { kernels, reference, setKernels, ThreadTuner } from "../../../src/tensor";

const before = kernels();
afterEach(() => setKernels(before));

/**
 * Runs steps with a {@link ThreadTuner}, at most 6 threads and a clock of the test.
 * @param duration the time of a step in ticks of the test's clock, by the step's number of threads and index
 * @returns the number of threads that each step used
 */
function threadsOf(steps: number, duration: (threads: number, step: number) => number): number[] {
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
  return Array.from({ length: steps }, (_, step) =>
    tuner.run("step", () => {
      clock += duration(used, step);
      return used;
    }),
  );
}

test("six threads, three and one are tried in turn, then the fastest number is used", () => {
  const used = threadsOf(100, (threads) => 10 + Math.abs(threads - 3));
  expect(used.slice(0, 6)).toEqual([6, 3, 1, 6, 3, 1]);
  expect(new Set(used.slice(36))).toEqual(new Set([3]));
});

test("a number of threads that takes much longer is tried three times", () => {
  const used = threadsOf(100, (threads) => 6 / threads);
  expect(used.filter((threads) => threads === 1)).toHaveLength(3);
  expect(used.filter((threads) => threads === 3)).toHaveLength(3);
});

test("all threads are used where fewer are hardly faster", () => {
  const used = threadsOf(100, (threads) => (threads === 6 ? 10 : 9.8));
  expect(new Set(used.slice(36))).toEqual(new Set([6]));
});

test("slow steps in bursts, during the trials or later, do not change which number is used", () => {
  const burst = (step: number) => (step % 10 < 5 ? 8 : 0);
  const used = threadsOf(500, (threads, step) => 12 / threads + burst(step));
  expect(new Set(used.slice(36))).toEqual(new Set([6]));
});
