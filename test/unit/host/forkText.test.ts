import { expect, test } from "vitest";
import { forkChanges } from "../../../src/host/forkChanges";
import { checkpointText, forkText } from "../../../src/host/forkText";
import { foldEvents } from "../../../src/runs/applyEvent";
import { tutorialConfig } from "../../../src/runs/RunConfig";
import type { CheckpointEvent } from "../../../src/runs/RunEvent";
import { dataset, started, tested, wholeEpoch } from "../webview/runEvents";

test("a fork's hyperparameters are shown in a line", () => {
  expect(forkText(forkChanges(tutorialConfig))).toBe("SGD, lr 0.001, 5 epochs, momentum 0, weight decay 0");
  expect(
    forkText(forkChanges({ ...tutorialConfig, momentum: 0.9, dampening: 0.1, nesterov: true })),
  ).toContain("momentum 0.9, dampening 0.1, Nesterov,");
  expect(forkText(forkChanges({ ...tutorialConfig, optimizer: "adamw", weightDecay: 0.01 }))).toBe(
    "AdamW, lr 0.001, 5 epochs, weight decay 0.01",
  );
});

test("a checkpoint is shown by its complete epochs and the test accuracy after them", () => {
  const checkpoint = (epoch: number) =>
    ({ type: "checkpoint", file: "a", epoch, step: 10 * epoch, reason: "epoch" }) as CheckpointEvent;
  const state = foldEvents([started, dataset, wholeEpoch(1), tested(1, 0.843)]);
  expect(checkpointText(checkpoint(1), state)).toBe("1 complete epoch · 84.3%");
  expect(checkpointText(checkpoint(0), state)).toBe("0 complete epochs");
  expect(checkpointText(checkpoint(2), state)).toBe("2 complete epochs");
});
