import { runChild } from "./childProcess";
import type { Plan } from "./Plan";
import { program } from "./places";
import type { Machine, SweepFigures } from "./results";

export interface SweepTask {
  kernels: string;
  threads: number;
  batchSizes: readonly number[];
  widths: readonly number[];
}

/** Measures the speed of every batch size and width. One new process with the trainer's V8 flags measures all. */
export async function measureSweep(
  node: string,
  { v8Flags }: Machine,
  { kernels, threads }: Pick<SweepTask, "kernels" | "threads">,
  { batchSizes, widths }: Plan,
): Promise<SweepFigures> {
  const task: SweepTask = { kernels, threads, batchSizes, widths };
  const output = await runChild(node, [...v8Flags, program("sweep"), JSON.stringify(task)]);
  return { batchSizes, widths, gflops: JSON.parse(output) };
}
