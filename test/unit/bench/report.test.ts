import { expect, test } from "vitest";
import { modelFigures } from "../../bench/model";
import { toMarkdownReport, toTextReport } from "../../bench/report";
import type { Results } from "../../bench/results";

const once = { median: 2, least: 2, most: 2, count: 1 };
const results: Results = {
  time: "2026-01-31T12:00:00.000Z",
  machine: {
    cpu: "Some CPU",
    cores: 2,
    memoryBytes: 8 * 2 ** 30,
    loadAverage: 0.1,
    platform: "linux",
    arch: "x64",
    node: "24.0.0",
    v8: "13.6",
    v8Flags: [],
  },
  kernels: { threads: 2, peaks: [{ name: "reference", oneThread: 4.44, allThreads: null }] },
  peers: [
    {
      name: "PyTorch, tuned",
      version: "PyTorch 2.13",
      threads: 2,
      epoch: { median: 2.11, least: 2, most: 2.5, count: 3 },
      ratio: { ...once, median: 1.834 },
    },
    { name: "TensorFlow.js", missing: "npm could not start." },
  ],
};

test("the report names the machine, and figures with their range", () => {
  const report = toTextReport(results);
  expect(report).toContain("Some CPU, 2 cores, 8 GiB, linux x64, Node.js 24.0.0 (V8 13.6)");
  expect(report).toMatch(/reference +4\.4 +–/);
  expect(report).toMatch(/PyTorch, tuned +PyTorch 2\.13 +2 +2\.11 +2\.00 to 2\.50 +1\.83×/);
});

test("a missing measurement is listed with its reason", () => {
  expect(toTextReport(results)).toContain("Not measured: TensorFlow.js. npm could not start.");
});

test("figures of a machine that was not quiet carry a warning", () => {
  const loaded = { ...results, machine: { ...results.machine, loadAverage: 3.14 } };
  expect(toTextReport(loaded)).toContain("load average was 3.1");
  expect(toTextReport(results)).not.toContain("load average");
});

test("the figures of the Model view have their bounds, or a dash without a bound", () => {
  const model = modelFigures({
    openFirst: [700, 600, 500],
    openAgain: [300],
    scrollFrame: [16.6, 16.7, 33.4],
    jump: [40],
    lasso: [],
  });
  const report = toMarkdownReport({ ...results, model });
  expect(report).toContain("`npm run bench -- --peers --model`");
  expect(report).toMatch(/open the Model view.* \| 600 ms \| 700 ms \| 500 ms \| – \| 3 \|/);
  expect(report).toMatch(/grid of 10,000 images scrolls \| 16\.7 ms \| 33\.4 ms \| 16\.7 ms/);
  expect(report).not.toContain("60,000");
});

test("the Markdown states when it was measured and how to repeat it", () => {
  expect(toMarkdownReport(results)).toMatch(/^Measured on 2026-01-31: .*`npm run bench -- --peers`/);
});
