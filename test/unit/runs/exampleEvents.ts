import { tutorialConfig } from "../../../src/runs/RunConfig";
import type { EpochEvent, RunEvent } from "../../../src/runs/RunEvent";

export const started: RunEvent = {
  type: "started",
  time: "2026-01-02T03:04:05.000Z",
  config: { ...tutorialConfig, epochs: 2 },
  environment: {
    version: "0.1.0",
    node: "20.0.0",
    v8: "11.3",
    platform: "linux",
    arch: "x64",
    cpu: "a processor",
    cores: 2,
    kernels: "reference",
    threads: 1,
  },
};

export const dataset: RunEvent = {
  type: "dataset",
  name: "sample",
  source: "built-in",
  trainSamples: 256,
  testSamples: 64,
  stepsPerEpoch: 4,
};

export function steps(
  epoch: number,
  firstStep: number,
  losses: (number | null)[],
  seconds: number,
): RunEvent {
  return { type: "steps", epoch, firstStep, losses, seconds };
}

export function epochEnd(epoch: number, testAccuracy: number, seconds: number): EpochEvent {
  return {
    type: "epoch",
    epoch,
    steps: 4,
    trainLoss: 2,
    trainAccuracy: 0.3,
    testLoss: 1.9,
    testAccuracy,
    confusion: [[1]],
    trainSeconds: 1,
    testSeconds: 0.5,
    seconds,
  };
}

export function ended(status: "finished" | "stopped" | "failed", error?: string): RunEvent {
  return { type: "ended", status, time: "2026-01-02T03:05:05.000Z", seconds: 9, ...(error && { error }) };
}
