/** Example events of a run with three epochs, in the form in which a trainer sends them. */
import { tutorialConfig } from "../../../src/runs/RunConfig";
import type {
  ControlEvent,
  DiagnosisEvent,
  EndedEvent,
  Environment,
  EpochEvent,
  ResumedEvent,
  RunEvent,
  StartedEvent,
  StepsEvent,
} from "../../../src/runs/RunEvent";

export const stepsPerEpoch = 10;

export const started: StartedEvent & { environment: Environment } = {
  type: "started",
  time: "2026-01-01T00:00:00Z",
  config: { ...tutorialConfig, epochs: 3 },
  environment: {
    version: "0.1.0",
    node: "v20.0.0",
    v8: "11.3",
    platform: "linux",
    arch: "x64",
    cpu: "a processor",
    cores: 4,
    kernels: "reference",
    threads: 1,
  },
};

export const dataset: RunEvent = {
  type: "dataset",
  name: "fashion-mnist",
  source: "/data",
  trainSamples: 640,
  testSamples: 100,
  stepsPerEpoch,
};

/** The first event of a run that holds out a tenth of the training images for validation. */
export const startedWithValidation: StartedEvent = {
  ...started,
  config: { ...started.config, dataset: { ...started.config.dataset, validationSplit: 0.1 } },
};

export function steps(
  epoch: number,
  firstStep: number,
  losses: (number | null)[],
  seconds: number,
): StepsEvent {
  return { type: "steps", epoch, firstStep, losses, seconds };
}

/** The event with all steps of an epoch. */
export function wholeEpoch(epoch: number): StepsEvent {
  return steps(epoch, (epoch - 1) * stepsPerEpoch, Array(stepsPerEpoch).fill(1 / epoch), epoch);
}

export function tested(epoch: number, testAccuracy: number): EpochEvent {
  return {
    type: "epoch",
    epoch,
    steps: stepsPerEpoch,
    trainLoss: 1 / epoch,
    trainAccuracy: testAccuracy,
    testLoss: 0.5 / epoch,
    testAccuracy,
    confusion: [],
    trainSeconds: 0.8,
    testSeconds: 0.2,
    seconds: epoch,
  };
}

/** The event of a complete epoch in a run with a validation set. */
export function validated(epoch: number, testAccuracy: number, validationAccuracy: number): EpochEvent {
  return {
    ...tested(epoch, testAccuracy),
    validationAccuracy,
    validationLoss: 0.6 / epoch,
    validationConfusion: [],
    validationSeconds: 0.1,
  };
}

/** A user's action in the first epoch. @param step number of steps done before it */
export function control(action: ControlEvent["action"], step: number, value?: number): ControlEvent {
  return { type: "control", action, value, epoch: 1, step, seconds: step };
}

/** A diagnosis without figures. @param epoch number of complete epochs by then @param step number of steps by then */
export function found(rule: DiagnosisEvent["rule"], epoch: number, step: number): DiagnosisEvent {
  return { type: "diagnosis", rule, epoch, step, figures: {}, seconds: epoch };
}

/** A resume from a checkpoint in the first epoch. @param step number of steps done before the checkpoint */
export function resumed(step: number): ResumedEvent {
  const { time, config, environment } = started;
  const checkpoint = "checkpoints/a";
  return {
    type: "resumed",
    time,
    config,
    learningRate: config.learningRate,
    environment,
    checkpoint,
    epoch: 0,
    step,
    seconds: step,
  };
}

export function ended(status: EndedEvent["status"], error?: string): EndedEvent {
  return { type: "ended", status, error, time: "2026-01-01T00:01:00Z", seconds: 72 };
}
