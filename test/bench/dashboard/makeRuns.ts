import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createRun } from "../../../src/runs/createRun";
import { encodeLabels, noLabels } from "../../../src/runs/labels";
import { encodeLine } from "../../../src/runs/logLine";
import { type RunConfig, tutorialConfig } from "../../../src/runs/RunConfig";
import type { RunEvent } from "../../../src/runs/RunEvent";
import { generator } from "../../faults/random";

/** Number of losses in a line of a log: the steps of the least 50 ms between two lines, at 10,000 steps per second. */
const lossesInLine = 500;
const minute = 60_000;

export interface RunsToMake {
  count: number;
  epochs: number;
  stepsPerEpoch: number;
}

/** Fills a folder with made-up runs, the same ones each time. */
export function makeRuns(folder: string, { count, ...size }: RunsToMake): void {
  mkdirSync(folder, { recursive: true });
  const begin = Date.UTC(2026, 0, 1, 8);
  for (let index = 0; index < count; index++) {
    const now = new Date(begin + 7 * minute * index);
    const config: RunConfig = {
      ...tutorialConfig,
      dataset: { ...tutorialConfig.dataset, name: "sample" },
      epochs: size.epochs,
      learningRate: [0.001, 0.003, 0.01, 0.03][index % 4]!,
      seed: 42 + Math.floor(index / 4),
    };
    const run = createRun(folder, config, now);
    const lines = events(config, now, size, index).map((event) => `${encodeLine(event)}\n`);
    writeFileSync(join(run.folder, "events.jsonl"), lines.join(""));
    writeFileSync(join(run.folder, "labels.json"), encodeLabels({ ...noLabels, name: `run-${index + 1}` }));
  }
}

function events(
  config: RunConfig,
  now: Date,
  { epochs, stepsPerEpoch }: Omit<RunsToMake, "count">,
  index: number,
): RunEvent[] {
  const draw = generator(index + 1);
  const noise = () => (draw(2 ** 20) / 2 ** 20 - 0.5) * 0.6;
  const lossAt = (step: number) => Math.fround(0.4 + 1.9 * Math.exp(-step / (8000 + 100 * index)) + noise());
  const all: RunEvent[] = [
    {
      type: "started",
      time: now.toISOString(),
      config,
      environment: {
        version: "0.1.0",
        node: "20.20.2",
        v8: "11.3",
        platform: "linux",
        arch: "x64",
        cpu: "a processor",
        cores: 2,
        kernels: "wasm-fma128",
        threads: 1,
      },
    },
    {
      type: "dataset",
      name: "sample",
      source: "built-in",
      trainSamples: 4000,
      testSamples: 1000,
      stepsPerEpoch,
    },
  ];
  for (let epoch = 1; epoch <= epochs; epoch++) {
    for (let from = 0; from < stepsPerEpoch; from += lossesInLine) {
      const firstStep = (epoch - 1) * stepsPerEpoch + from;
      const length = Math.min(lossesInLine, stepsPerEpoch - from);
      const losses = Array.from({ length }, (_, offset) => lossAt(firstStep + offset));
      all.push({ type: "steps", epoch, firstStep, losses, seconds: (firstStep + length) / 1000 });
    }
    const step = epoch * stepsPerEpoch;
    const seconds = step / 1000;
    const testAccuracy = 0.9 - 0.8 * Math.exp(-step / 20_000);
    all.push(
      {
        type: "epoch",
        epoch,
        steps: stepsPerEpoch,
        trainLoss: lossAt(step),
        trainAccuracy: testAccuracy,
        testLoss: lossAt(step),
        testAccuracy,
        confusion: Array.from({ length: 10 }, () => Array.from({ length: 10 }, () => draw(100))),
        trainSeconds: stepsPerEpoch / 1000,
        testSeconds: 0.1,
        seconds,
      },
      {
        type: "checkpoint",
        file: `checkpoints/step-${String(step).padStart(6, "0")}.safetensors`,
        epoch,
        step,
        reason: "epoch",
        sha256: "0".repeat(64),
        bytes: 29_480,
        seconds,
      },
    );
  }
  const seconds = (epochs * stepsPerEpoch) / 1000;
  all.push({ type: "ended", status: "finished", time: now.toISOString(), seconds });
  return all;
}
