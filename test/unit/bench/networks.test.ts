import { expect, test } from "vitest";
import { networkFigures, stepsPerSecond } from "../../bench/networks";
import { toTextReport } from "../../bench/report";
import type { Results } from "../../bench/results";

const steps = (firstStep: number, count: number, seconds: number) => ({
  type: "steps" as const,
  epoch: 1,
  firstStep,
  losses: new Array<number>(count).fill(1),
  seconds,
});

test("speed is of the steps after the warm-up, by the times of the events", () => {
  expect(stepsPerSecond([steps(0, 1, 2), steps(1, 5, 3), steps(6, 10, 5), steps(16, 10, 7)])).toBe(5);
});

test("one event after the warm-up is too few", () => {
  expect(() => stepsPerSecond([steps(0, 1, 2), steps(1, 9, 3)])).toThrow("too few steps");
});

const own = (imagesPerSecond: number) => ({
  kernels: "wasm",
  threads: 2,
  imagesPerSecond,
  peakMemoryBytes: 250e6,
});
const figures = networkFigures(
  {
    model: "convnet",
    ours: [own(300), own(600)],
    peers: [
      {
        peer: { name: "Torch", note: "A fact." },
        runs: [200, 300].map((imagesPerSecond) => ({ version: "Torch 2", threads: 2, imagesPerSecond })),
      },
      { peer: { name: "Flow" }, runs: [], missing: "npm could not start." },
    ],
  },
  40,
);

test("each round of a peer is compared with this program's measurement in the same round", () => {
  expect(figures.peers).toMatchObject([
    { name: "Torch", ratio: { median: 1.75, least: 1.5, most: 2, count: 2 } },
    { name: "Flow", missing: "npm could not start." },
  ]);
});

test("the report has a row for every network and program, and the missing measurements below the table", () => {
  const machine = { cpu: "CPU", cores: 2, memoryBytes: 1, loadAverage: 0, platform: "linux", arch: "x64" };
  const results: Results = {
    time: "2026-01-31T12:00:00.000Z",
    machine: { ...machine, node: "24", v8: "13", v8Flags: [] },
    networks: [figures],
  };
  const report = toTextReport(results);
  expect(report).toMatch(/convnet +450 +300 to 600 +– +– +250\n/);
  expect(report).toMatch(/convnet, Torch +250 +200 to 300 +1\.75× +1\.50× to 2\.00× +–\n/);
  expect(report).toContain("Not measured: Flow. npm could not start.");
  expect(report).toContain("A fact.");
});
