import { type RunConfig, tutorialConfig } from "../../../src/runs/RunConfig";
import type {
  CheckpointEvent,
  ControlEvent,
  EndedEvent,
  Environment,
  EpochEvent,
  ResumedEvent,
  RunEvent,
  StartedEvent,
  StepsEvent,
} from "../../../src/runs/RunEvent";

/** The tutorial's configuration with two epochs and the sample set. */
export const config: RunConfig = {
  ...tutorialConfig,
  epochs: 2,
  dataset: { ...tutorialConfig.dataset, name: "sample" },
};

export const environment: Environment = {
  version: "0.1.0",
  node: "20.0.0",
  v8: "11.3",
  platform: "linux",
  arch: "x64",
  cpu: "a processor",
  cores: 2,
  kernels: "reference",
  threads: 1,
};

export const started: StartedEvent = {
  type: "started",
  time: "2026-01-02T03:04:05.000Z",
  config,
  environment,
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
): StepsEvent {
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

/** The event of a complete epoch in a run with a validation set. */
export function validatedEnd(epoch: number, validationAccuracy: number, testAccuracy: number): EpochEvent {
  return {
    ...epochEnd(epoch, testAccuracy, 2 * epoch),
    validationLoss: 1 - validationAccuracy,
    validationAccuracy,
    validationConfusion: [[2]],
    validationSeconds: 0.25,
  };
}

export function ended(status: EndedEvent["status"], error?: string): EndedEvent {
  return { type: "ended", status, time: "2026-01-02T03:05:05.000Z", seconds: 9, ...(error && { error }) };
}

/** A checkpoint at the end of `epoch`, if an epoch has four steps. @param removed files deleted when it was written */
export function checkpoint(epoch: number, removed?: string[]): CheckpointEvent {
  return {
    type: "checkpoint",
    file: `checkpoints/step-00000${4 * epoch}.safetensors`,
    epoch,
    step: 4 * epoch,
    reason: "epoch",
    sha256: "0",
    bytes: 1,
    seconds: epoch,
    ...(removed && { removed }),
  };
}

export function control(action: ControlEvent["action"], step: number, value?: number): ControlEvent {
  return { type: "control", action, epoch: 1, step, seconds: step, ...(value !== undefined && { value }) };
}

export function resumed(step: number, learningRate = 1e-3): ResumedEvent {
  return {
    type: "resumed",
    time: "2026-01-02T04:04:05.000Z",
    config,
    learningRate,
    environment,
    checkpoint: `checkpoints/step-00000${step}.safetensors`,
    epoch: Math.floor(step / 4),
    step,
    seconds: 5,
  };
}
