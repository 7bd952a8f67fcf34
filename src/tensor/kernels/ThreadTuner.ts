import { kernels } from ".";
import { Autotuner } from "./Autotuner";

/**
 * Computes with the number of threads that is fastest, which is found by measuring while the work is done. Threads of a
 * small network wait for each other longer than they compute. The results are the same for any number of threads.
 */
export class ThreadTuner {
  private readonly tuner: Autotuner;

  /** @param now a clock, in any unit */
  constructor(now?: () => number) {
    this.tuner = new Autotuner(now);
  }

  /** @param key the same for computations that take the same time */
  run<T>(key: string, compute: () => T): T {
    let result: T;
    const ways = threadCounts(kernels().threads).map((count) => () => {
      kernels().useThreads(count);
      result = compute();
    });
    this.tuner.run(key, ways);
    return result!;
  }
}

/** All threads, half of them, and so on down to one. */
function threadCounts(threads: number): number[] {
  const counts: number[] = [];
  for (let count = threads; count >= 1; count = Math.floor(count / 2)) counts.push(count);
  return counts;
}
