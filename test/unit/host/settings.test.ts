import { describe, expect, test } from "vitest";
import {
  runSettings,
  type SettingValue,
  settingChips,
  settingOf,
  toRunConfigInput,
} from "../../../src/host/settings";
import { type InvalidConfigError, resolveRunConfig, tutorialConfig } from "../../../src/runs/RunConfig";
import { manifestSettings } from "./manifest";

/**
 * The values of the settings for runs, by id, for a user who has changed only `changes`.
 * @param changes values by the last part of a setting's id
 */
function settings(changes: Record<string, unknown> = {}): Map<string, SettingValue> {
  return new Map(
    runSettings.map(({ id }) => {
      const name = id.split(".").at(-1) ?? id;
      const changed = name in changes;
      return [id, { value: changed ? changes[name] : manifestSettings[id]?.default, changed }];
    }),
  );
}

const chips = (changes?: Record<string, unknown>) =>
  Object.fromEntries(settingChips(settings(changes)).map(({ label, value }) => [label, value]));

describe("the config of the next run", () => {
  test("is the tutorial's while no setting is changed", () => {
    expect(resolveRunConfig(toRunConfigInput(settings()))).toEqual(tutorialConfig);
  });

  test("follows every setting", () => {
    const changed = settings({
      learningRate: 0.1,
      hiddenLayers: [64],
      optimizer: "adam",
      name: "sample",
      location: "/data",
      onDivergence: "continue",
      keep: 5,
    });
    expect(resolveRunConfig(toRunConfigInput(changed))).toMatchObject({
      learningRate: 0.1,
      model: { hidden: [64] },
      optimizer: "adam",
      dataset: { name: "sample", location: "/data" },
      onDivergence: "continue",
      checkpoints: { keep: 5 },
    });
  });

  test("has the optimizer's own weight decay while the setting is empty, and else the setting's", () => {
    const weightDecay = (changes: Record<string, unknown>) =>
      resolveRunConfig(toRunConfigInput(settings(changes))).weightDecay;
    expect(weightDecay({ optimizer: "adamw" })).toBe(0.01);
    expect(weightDecay({ optimizer: "sgd" })).toBe(0);
    expect(weightDecay({ optimizer: "adamw", weightDecay: 0 })).toBe(0);
  });

  test("has the schedule's own gamma while the setting is empty, and else the setting's", () => {
    const gamma = (changes: Record<string, unknown>) =>
      resolveRunConfig(toRunConfigInput(settings(changes))).schedule.gamma;
    expect(gamma({ schedule: "ExponentialLR" })).toBe(0.9);
    expect(gamma({ schedule: "StepLR" })).toBe(0.1);
    expect(gamma({ schedule: "ExponentialLR", gamma: 0.5 })).toBe(0.5);
  });

  test.each([
    ["fittingRoom.hyperparameters.learningRate", { learningRate: "fast" }],
    ["fittingRoom.hyperparameters.schedule", { schedule: "CyclicLR" }],
    ["fittingRoom.hyperparameters.milestones", { milestones: [0] }],
    ["fittingRoom.hyperparameters.hiddenLayers", { hiddenLayers: [512, 0] }],
    ["fittingRoom.hyperparameters.hiddenLayers", { hiddenLayers: 512 }],
    ["fittingRoom.hyperparameters.weightDecay", { weightDecay: -1 }],
    ["fittingRoom.hyperparameters.nesterov", { nesterov: true }],
    ["fittingRoom.dataset.name", { name: "mnist" }],
    ["fittingRoom.dataset.location", { location: 7 }],
    ["fittingRoom.checkpoints.keep", { keep: 0 }],
    ["fittingRoom.onDivergence", { onDivergence: "ignore" }],
  ])("a bad value is traced to %s", (id, changes) => {
    const resolve = () => resolveRunConfig(toRunConfigInput(settings(changes)));
    expect(resolve).toThrow(expect.objectContaining({ key: expect.any(String) }));
    try {
      resolve();
    } catch (error) {
      expect(settingOf((error as { key: string }).key)).toBe(id);
    }
  });
});

test("images that are left out are traced to the setting about marked images", () => {
  expect(settingOf("dataset.exclude")).toBe("fittingRoom.dataset.excludeMarked");
});

describe("chips", () => {
  test("show values as a user writes them in the settings", () => {
    expect(chips()).toEqual({
      Data: "Fashion-MNIST",
      Optimizer: "SGD",
      "Learning rate": "0.001",
      "Batch size": "64",
      Epochs: "5",
      Momentum: "0",
      "Weight decay": "0",
      Model: "MLP",
      "Hidden layers": "512 × 512",
      Seed: "42",
      Shuffle: "off",
    });
  });

  test("leave out settings that the optimizer does not use, and show other changed settings", () => {
    expect(chips({ optimizer: "adam", momentum: 0.9, nesterov: true })).not.toHaveProperty("Momentum");
    expect(chips({ optimizer: "adam", nesterov: true })).not.toHaveProperty("Nesterov");
    expect(chips({ momentum: 0.9, nesterov: true })).toMatchObject({ Momentum: "0.9", Nesterov: "on" });
  });

  test("show an empty weight decay as the optimizer's own", () => {
    expect(chips({ optimizer: "adamw" })["Weight decay"]).toBe("0.01");
  });

  test("show a schedule with the settings that it uses, and its own default for gamma", () => {
    const shown = chips({ schedule: "ExponentialLR", stepSize: 3, warmupEpochs: 2 });
    expect(shown).toMatchObject({ Schedule: "ExponentialLR", Gamma: "0.9", "Warm-up epochs": "2" });
    expect(shown).not.toHaveProperty("Step size");
    expect(chips({ schedule: "MultiStepLR", milestones: [2, 4] })).toMatchObject({ Milestones: "2, 4" });
    expect(chips({ model: "lenet5" })).not.toHaveProperty("Hidden layers");
  });

  test("mark values that are not the default", () => {
    const changed = settingChips(settings({ epochs: 2 })).filter((chip) => chip.changed);
    expect(changed.map(({ id }) => id)).toEqual(["fittingRoom.hyperparameters.epochs"]);
  });

  test("name the setting and the requirement where a value is invalid", () => {
    const refusalOf = (changes: Record<string, unknown>) => {
      try {
        resolveRunConfig(toRunConfigInput(settings(changes)));
      } catch (error) {
        return error as InvalidConfigError;
      }
      return undefined;
    };
    const problems = (changes: Record<string, unknown>) =>
      settingChips(settings(changes), refusalOf(changes)).flatMap(({ problem }) => problem ?? []);
    expect(problems({})).toEqual([]);
    expect(problems({ weightDecay: null })).toEqual([]);
    expect(problems({ epochs: 0, batchSize: "many" })).toEqual([
      'fittingRoom.hyperparameters.batchSize must be a whole number of at least 1 and at most 60000, not "many".',
      "fittingRoom.hyperparameters.epochs must be a whole number of at least 1 and at most 10000, not 0.",
    ]);
    expect(problems({ nesterov: true })).toEqual([
      expect.stringMatching(/hyperparameters\.nesterov needs a momentum/),
    ]);
    expect(problems({ optimizer: "adam", momentum: 2 })).toHaveLength(1);
  });

  test("show an invalid value as it is", () => {
    expect(chips({ epochs: null, hiddenLayers: "wide" })).toMatchObject({
      Epochs: "null",
      "Hidden layers": "wide",
    });
  });
});
