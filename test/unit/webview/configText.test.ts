import { expect, it } from "vitest";
import { tutorialConfig } from "../../../src/runs/RunConfig";
import { runHyperparameters } from "../../../webview/figures/configText";

it("a run trained with the next run's settings has nothing to tell", () => {
  expect(runHyperparameters(tutorialConfig, { ...tutorialConfig })).toEqual([]);
});

it("a run tells its own value of each setting that the next run will have otherwise", () => {
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

it("a run trained on the sample says so when the next one will not be", () => {
  const run = { ...tutorialConfig, dataset: { ...tutorialConfig.dataset, name: "sample" as const } };
  expect(runHyperparameters(run, tutorialConfig)).toEqual([{ label: "Data", value: "Sample set" }]);
});

it("a run tells its main settings when the next run's are not known", () => {
  expect(runHyperparameters(tutorialConfig, undefined).map(({ label }) => label)).toContain("Learning rate");
});
