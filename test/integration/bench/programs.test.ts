import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildBench } from "../../../scripts/buildBench.mjs";
import type { KernelPeak } from "../../bench/results";
import type { SweepTask } from "../../bench/sweep";

const folder = mkdtempSync(join(tmpdir(), "fitting-room-bench-programs-"));
beforeAll(() => buildBench(folder));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = (name: string, ...args: string[]) =>
  execFileSync(process.execPath, [join(folder, `${name}.cjs`), ...args], { encoding: "utf8" });

test("the bundled benchmark explains its options", () => {
  expect(run("main", "--help")).toContain("--peers");
});

test("the sweep trains with the given kernels, in every cell", () => {
  const task: SweepTask = { kernels: "wasm-simd128", threads: 2, batchSizes: [8, 64], widths: [64] };
  const gflops: number[][] = JSON.parse(run("sweep", JSON.stringify(task)));
  expect(gflops.map((row) => row.length)).toEqual([1, 1]);
  expect(Math.min(...gflops.flat())).toBeGreaterThan(0);
});

test("the kernels' peaks are found for every variant, and the reference", () => {
  const peaks: KernelPeak[] = JSON.parse(run("kernelPeaks", "2", "1"));
  expect(peaks.map(({ name }) => name)).toEqual(expect.arrayContaining(["wasm-simd128", "reference"]));
  for (const { oneThread } of peaks) expect(oneThread).toBeGreaterThan(0);
});
