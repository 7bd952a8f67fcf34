import { expect, test } from "vitest";
import { tutorialConfig } from "../../../src/runs/RunConfig";
import type { RunEvent } from "../../../src/runs/RunEvent";
import type { Output } from "../../../src/terminal/Output";
import { TrainingReport } from "../../../src/terminal/TrainingReport";

test.each([
  [[], []],
  [[7], ["1 of 4,000 images is left out."]],
  [[7, 3900], ["2 of 4,000 images are left out."]],
])("a training without the images %j prints how many it leaves out", (exclude, expected) => {
  const lines: string[] = [];
  const report = new TrainingReport({ line: (line: string) => lines.push(line) } as unknown as Output);
  const config = { ...tutorialConfig, dataset: { ...tutorialConfig.dataset, exclude } };
  report.onEvent({ type: "started", time: "2026-01-31T12:00:00.000Z", config } as unknown as RunEvent);
  lines.length = 0;
  report.onEvent({
    type: "dataset",
    name: "sample",
    source: "built-in",
    trainSamples: 4000,
    testSamples: 1000,
    stepsPerEpoch: 63,
  });
  expect(lines.filter((line) => line.includes("left out"))).toEqual(expected);
});
