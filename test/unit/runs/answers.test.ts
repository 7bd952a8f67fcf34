import { describe, expect, test } from "vitest";
import { expectedCalibrationError, reliability } from "../../../src/runs/calibration";
import { accuracyOf, classFigures, confusionMatrix } from "../../../src/runs/confusion";
import { compareAnswers, mcnemar } from "../../../src/runs/mcnemar";
import { SampleHistory } from "../../../src/runs/SampleHistory";
import { marginsOf, rankSuspects, suspectScores } from "../../../src/runs/suspects";
import fixture from "../../fixtures/answers.json" with { type: "json" };

const { labels, predicted } = fixture;
const last = predicted.at(-1)!;
const classes = fixture.classes.length;
const near = (value: number) => expect.closeTo(value, 5);
/** The probability of each class for each sample after the last epoch. */
const probabilities = fixture.logProbabilities.at(-1)!.map(Math.exp);
/** The probability of each sample's prediction. */
const confidence = last.map((one, index) => probabilities[index * classes + one]!);

function history(): SampleHistory {
  const all = new SampleHistory(labels.length);
  for (const epoch of fixture.logProbabilities) {
    all.beginEpoch();
    all.add({ firstRow: 0 }, Int32Array.from(labels), Float32Array.from(epoch));
  }
  return all;
}

describe("the figures of answers, as a program in Python computes them", () => {
  test("are the history of each sample", () => {
    const { correct, forgotten, meanProbability, spread, meanMargin } = history();
    expect([...correct]).toEqual(fixture.history.correct);
    expect([...forgotten]).toEqual(fixture.history.forgotten);
    expect([...meanProbability]).toEqual(fixture.history.meanProbability.map(near));
    expect([...spread]).toEqual(fixture.history.spread.map(near));
    expect([...meanMargin]).toEqual(fixture.history.meanMargin.map(near));
  });

  test("are the confusion matrix, and the precision, the recall and the F1 of each class", () => {
    const confusion = confusionMatrix(labels, last, classes);
    expect(confusion).toEqual(fixture.confusion);
    expect(accuracyOf(confusion)).toBe(fixture.accuracy);
    const expected = fixture.classes.map(({ precision, recall, f1 }) => ({
      precision: near(precision),
      recall: near(recall),
      f1: near(f1),
    }));
    expect(classFigures(confusion)).toMatchObject(expected);
  });

  test("are the reliability diagram and the expected calibration error", () => {
    const bins = reliability(confidence, labels, last);
    expect(bins).toMatchObject(
      fixture.reliability.map((bin) => ({ ...bin, confidence: bin.confidence && near(bin.confidence) })),
    );
    expect(expectedCalibrationError(bins)).toBeCloseTo(fixture.expectedCalibrationError, 6);
  });

  test("are the differences of two answers, and McNemar's p", () => {
    expect(compareAnswers(labels, predicted[0]!, last)).toEqual(fixture.compared);
    for (const [onlyFirst, onlySecond, p] of fixture.mcnemar as [number, number, number][]) {
      expect(mcnemar({ onlyFirst, onlySecond }) / p).toBeCloseTo(1, 9);
      expect(mcnemar({ onlyFirst: onlySecond, onlySecond: onlyFirst }) / p).toBeCloseTo(1, 9);
    }
  });

  test.each(suspectScores)("are the suspects by %s", (score) => {
    const { meanMargin, meanProbability } = history();
    const loss = labels.map((label, index) => -Math.log(probabilities[index * classes + label]!));
    const scores = { margin: meanMargin, probability: meanProbability, loss }[score];
    expect([...rankSuspects(scores, score)]).toEqual(fixture.suspects[score]);
  });
});

describe("figures of answers", () => {
  test("leave out images that were not seen", () => {
    expect(confusionMatrix([0, 1, 1], [255, 0, 1], 2)).toEqual([
      [0, 0],
      [1, 1],
    ]);
    expect(reliability([Number.NaN, 1], [0, 1], [0, 0], 2).map(({ samples }) => samples)).toEqual([0, 1]);
    expect([...rankSuspects([0.5, Number.NaN, 0.25], "probability")]).toEqual([2, 0]);
    expect([...rankSuspects([0.5, Number.NaN, 0.5, 0.75], "loss")]).toEqual([3, 0, 2]);
  });

  test("are null where there is nothing to divide by", () => {
    expect(
      classFigures([
        [0, 2],
        [0, 0],
      ]),
    ).toEqual([
      { labelled: 2, predicted: 0, precision: null, recall: 0, f1: 0 },
      { labelled: 0, predicted: 2, precision: 0, recall: null, f1: 0 },
    ]);
    expect(accuracyOf([[0]])).toBeNull();
    expect(expectedCalibrationError(reliability([], [], []))).toBeNull();
  });

  test("put a confidence at a bound into the bin that ends there", () => {
    const samples = reliability([0, 0.5, 1], [0, 0, 0], [0, 0, 0], 2).map((bin) => bin.samples);
    expect(samples).toEqual([2, 1]);
  });

  test("give the margin of recorded probabilities, also where the label's is 0", () => {
    const margins = marginsOf([-2, -1, -3, -38, 0, -40, Number.NaN, Number.NaN, Number.NaN], [1, 0, 2], 3);
    expect([...margins]).toEqual([1, -38, Number.NaN]);
  });

  test("give no margin of an image with a probability that is not a number", () => {
    expect([...marginsOf([Number.NaN, -1, -2], [2], 3)]).toEqual([Number.NaN]);
  });
});
