import { runChild } from "./childProcess";
import { program } from "./places";
import type { KernelPeak, Machine } from "./results";

/** Measures the {@link KernelPeak} of each kernel variant. One new process with the trainer's V8 flags measures all. */
export async function measureKernelPeaks(
  node: string,
  { v8Flags }: Machine,
  threads: number,
  timings: number,
): Promise<KernelPeak[]> {
  const args = [...v8Flags, program("kernelPeaks"), String(threads), String(timings)];
  return JSON.parse(await runChild(node, args));
}

/** The better of two measurements of the same kernels, for each figure. */
export function better(a: readonly KernelPeak[], b: readonly KernelPeak[]): KernelPeak[] {
  return a.map((peak, i) => {
    const other = b[i]!;
    return {
      name: peak.name,
      oneThread: Math.max(peak.oneThread, other.oneThread),
      allThreads:
        peak.allThreads === null || other.allThreads === null
          ? null
          : Math.max(peak.allThreads, other.allThreads),
    };
  });
}
