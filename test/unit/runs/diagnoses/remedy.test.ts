import { describe, expect, test } from "vitest";
import { type DiagnosisRule, diagnosisRules, evidenceOf } from "../../../../src/runs/diagnoses/Diagnosis";
import {
  diagnosisAdvice,
  diagnosisLabel,
  diagnosisSentence,
} from "../../../../src/runs/diagnoses/diagnosisText";
import { remedyFor, slowerTraining } from "../../../../src/runs/diagnoses/remedy";
import { type DiagnosisEvent, parseRunEvent } from "../../../../src/runs/RunEvent";
import { checkpoint, config } from "../exampleEvents";

function found(rule: DiagnosisRule, since?: number): DiagnosisEvent {
  const figures = Object.fromEntries(evidenceOf[rule].map((name) => [name, 1]));
  return {
    type: "diagnosis",
    rule,
    epoch: 3,
    step: 12,
    figures,
    seconds: 1,
    ...(since !== undefined && { since }),
  };
}

const run = {
  config: { ...config, learningRate: 0.05 },
  checkpoints: [1, 2, 3].map((epoch) => checkpoint(epoch)),
};

describe("a remedy", () => {
  test("from an overfitting run begins at the best epoch, with weight decay", () => {
    const remedy = remedyFor(found("overfitting", 2), run);
    expect(remedy).toEqual({ changes: { weightDecay: 1e-4 }, checkpoint: checkpoint(2) });
  });

  test("from a learning rate that is too high begins before the loss rose, or at the beginning", () => {
    const remedy = (at: number) =>
      remedyFor(found("learningRateTooHigh", 3), { ...run, explosion: { at, sum: 0, count: 0 } });
    expect(remedy(checkpoint(3).step)).toEqual({
      changes: { learningRate: 0.005 },
      checkpoint: checkpoint(2),
    });
    expect(remedy(checkpoint(1).step)?.checkpoint).toBeUndefined();
  });

  test("from a learning rate that is too low begins at the newest checkpoint", () => {
    const remedy = remedyFor(found("learningRateTooLow"), run);
    expect(remedy).toEqual({ changes: { learningRate: 0.5 }, checkpoint: checkpoint(3) });
  });

  test.each([
    [0.001, 0.0001],
    [0.7, 0.07],
    [50, 5],
    [3e-7, 3e-8],
  ])("from the learning rate %d is a tenth, as a user would write it", (learningRate, tenth) => {
    expect(slowerTraining({ ...run, learningRate })?.changes).toEqual({ learningRate: tenth });
  });

  test("for a network that guesses begins at the beginning, with a tenth of the learning rate", () => {
    expect(remedyFor(found("chance"), run)).toEqual({ changes: { learningRate: 0.005 } });
  });

  test("for vanishing gradients does not exist", () => {
    expect(remedyFor(found("vanishingGradients"), run)).toBeUndefined();
  });
});

test.each(diagnosisRules)("%s has a label, a sentence with its evidence and an advice", (rule) => {
  const one = { ...found(rule, 2), layer: "features.0", classes: [6] };
  const text = [diagnosisLabel(one), diagnosisSentence(one, {}), diagnosisAdvice(one)].join(" ");
  expect(text).not.toMatch(/NaN|undefined|\{\d\}/);
});

test("a diagnosis that lacks its figures is refused as an event", () => {
  const one = found("overfitting", 2);
  expect(parseRunEvent(one)).toEqual(one);
  expect(parseRunEvent({ ...one, figures: { best: 1 } })).toBeUndefined();
  expect(parseRunEvent({ ...one, rule: "another" })).toBeUndefined();
});
