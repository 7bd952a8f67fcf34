import { expect, test } from "vitest";
import { forkChanges } from "../../../src/host/forkChanges";
import { forkText } from "../../../src/host/forkText";
import { tutorialConfig } from "../../../src/runs/RunConfig";

test("a fork's hyperparameters are told in a line", () => {
  expect(forkText(forkChanges(tutorialConfig))).toBe(
    "SGD, learning rate 0.001, momentum 0, weight decay 0, 5 epochs",
  );
  expect(
    forkText(forkChanges({ ...tutorialConfig, momentum: 0.9, dampening: 0.1, nesterov: true })),
  ).toContain("momentum 0.9, dampening 0.1, Nesterov,");
  expect(forkText(forkChanges({ ...tutorialConfig, optimizer: "adamw", weightDecay: 0.01 }))).toBe(
    "AdamW, learning rate 0.001, weight decay 0.01, 5 epochs",
  );
});
