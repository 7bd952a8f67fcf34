import { expect, it } from "vitest";
import { tutorialConfig } from "../../../src/runs/RunConfig";
import { runHyperparameters } from "../../../webview/figures/configText";

it("a run with the next run's settings shows no hyperparameters", () => {
  expect(runHyperparameters(tutorialConfig, { ...tutorialConfig })).toEqual([]);
});

it("a run shows its value of each setting that differs from the next run's", () => {
  const run = {
    ...tutorialConfig,
    learningRate: 0.01,
    model: { kind: "mlp" as const, hidden: [256] },
    shuffle: true,
  };
  expect(runHyperparameters(run, tutorialConfig)).toEqual([
    { label: "Learning rate", value: "0.01" },
    { label: "Hidden layers", value: "256" },
    { label: "Shuffle", value: "on" },
  ]);
});

it("a run's data folder comes before the other settings, as in every other list", () => {
  const run = {
    ...tutorialConfig,
    dataset: { ...tutorialConfig.dataset, location: "/data" },
    learningRate: 0.01,
  };
  expect(runHyperparameters(run, tutorialConfig)).toEqual([
    { label: "Folder", value: "/data" },
    { label: "Learning rate", value: "0.01" },
  ]);
});

it("a run on the sample set shows the sample set if the next run uses another one", () => {
  const run = { ...tutorialConfig, dataset: { ...tutorialConfig.dataset, name: "sample" as const } };
  expect(runHyperparameters(run, tutorialConfig)).toEqual([{ label: "Data", value: "Sample set" }]);
});

it("a run shows its main settings when the next run's are not known", () => {
  expect(runHyperparameters(tutorialConfig, undefined).map(({ label }) => label)).toContain("Learning rate");
});
