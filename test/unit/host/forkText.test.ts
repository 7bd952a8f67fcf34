import { describe, expect, test } from "vitest";
import { forkChanges } from "../../../src/host/forkChanges";
import { checkpointText, forkText } from "../../../src/host/forkText";
import { foldEvents } from "../../../src/runs/applyEvent";
import { type RunConfig, tutorialConfig } from "../../../src/runs/RunConfig";
import type { CheckpointEvent } from "../../../src/runs/RunEvent";
import { dataset, started, tested, wholeEpoch } from "../webview/runEvents";

describe("a fork's hyperparameters in a question", () => {
  const text = (changed: Partial<RunConfig>, parent: Partial<RunConfig> = {}) =>
    forkText(forkChanges({ ...tutorialConfig, ...changed }), { ...tutorialConfig, ...parent });

  test("are those that differ from its parent's", () => {
    expect(text({})).toBe("");
    expect(text({ learningRate: 0.01, epochs: 8 })).toBe("lr 0.01, 8 epochs");
    expect(text({}, { momentum: 0.9, nesterov: true })).toBe("momentum 0, nesterov off");
    const schedule = { ...tutorialConfig.schedule, name: "StepLR", stepSize: 1 } as const;
    expect(text({ schedule })).toBe("StepLR, step size 1, gamma 0.1");
    expect(text({ optimizer: "adamw", weightDecay: 0.01 })).toBe("AdamW, weight decay 0.01");
  });

  test("are cut to the length that a question can show", () => {
    const many = { optimizer: "sgd", learningRate: 0.0123, epochs: 80, momentum: 0.95 } as const;
    const more = { ...many, dampening: 0.125, weightDecay: 0.0005, clipGradNorm: 1.5, labelSmoothing: 0.125 };
    const shown = text(more);
    expect(shown).toBe("lr 0.0123, 80 epochs and 5 more");
    // A question shows 42 columns of a line. The text with "and N more" must fit, whatever number of epochs it states.
    const widths = [1, 12, 123, 1234, 12345].map((epochs) => text({ ...more, epochs }).length);
    expect(Math.max(...widths)).toBeLessThanOrEqual(42);
  });
});

test("a checkpoint is shown by its complete epochs and the test accuracy after them", () => {
  const checkpoint = (epoch: number) =>
    ({ type: "checkpoint", file: "a", epoch, step: 10 * epoch, reason: "epoch" }) as CheckpointEvent;
  const state = foldEvents([started, dataset, wholeEpoch(1), tested(1, 0.843)]);
  expect(checkpointText(checkpoint(1), state)).toBe("1 complete epoch · 84.3%");
  expect(checkpointText(checkpoint(0), state)).toBe("0 complete epochs");
  expect(checkpointText(checkpoint(2), state)).toBe("2 complete epochs");
});
