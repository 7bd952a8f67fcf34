import { describe, expect, test } from "vitest";
import { runDescription } from "../../../src/host/runFigures";
import { runSignName } from "../../../src/runs/isAtChance";
import { varyingColumns } from "../../../src/runs/varying";
import { exampleRun } from "../runs/exampleRuns";

const described = (...inputs: Parameters<typeof exampleRun>[1][]) => {
  const runs = inputs.map((input, index) => exampleRun(String(index), input));
  return runs.map((run) => runDescription(run, varyingColumns(runs)));
};

describe("the row of a run in the tree", () => {
  test("has the best accuracy, and what differs from the other runs", () => {
    expect(
      described(
        { accuracies: [0.8, 0.7], config: { learningRate: 0.1, model: { hidden: [64] } } },
        { accuracies: [0.5], config: { model: { hidden: [] }, optimizer: "adam" } },
        {},
      ),
    ).toEqual([
      "80.0% · SGD · lr 0.1 · hidden layer 64",
      "50.0% · Adam · lr 0.001 · no hidden layers",
      "SGD · lr 0.001 · 512 × 512",
    ]);
  });

  test("states the part of the training images that is held out for validation", () => {
    const dataset = { name: "fashion-mnist" } as const;
    expect(
      described({ config: { dataset: { ...dataset, validationSplit: 0.125 } } }, { config: { dataset } }),
    ).toEqual(["validation 12.5%", "no validation set"]);
  });

  test("has the accuracy alone where nothing differs", () => {
    expect(described({ accuracies: [0.8] })).toEqual(["80.0%"]);
    expect(
      described({ accuracies: [0.8] }, { accuracies: [0.8], config: { compute: { threads: 1 } } }),
    ).toEqual(["80.0%", "80.0%"]);
  });

  test("states that a run guesses, and that a run trains on a part of the batches", () => {
    expect(
      described({ accuracies: [0.1], config: { limitTrainBatches: 20 } }, { accuracies: [0.5] }),
    ).toEqual(["10.0% · chance level · 20 batches/epoch", "50.0%"]);
  });

  test("shows no success for a run that guesses", () => {
    expect(runSignName(exampleRun("a", { accuracies: [0.9] }).state)).toBe("finished");
    expect(runSignName(exampleRun("a", { accuracies: [0.1] }).state)).toBe("guessing");
    expect(runSignName(exampleRun("a", { accuracies: [0.1], status: "failed" }).state)).toBe("failed");
    expect(runSignName(exampleRun("a").state)).toBe("finished");
  });
});
