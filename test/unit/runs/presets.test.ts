import { Command } from "commander";
import { expect, test } from "vitest";
import { presetConfig, presetKeys, presetNames, presets } from "../../../src/runs/presets";
import { tutorialConfig } from "../../../src/runs/RunConfig";
import { toConfig, trainOptions } from "../../../src/terminal/trainOptions";

/** The configuration that the options `words` of the command `train` give. */
function configOf(...words: string[]) {
  const command = trainOptions(new Command("train"));
  command.parse(words, { from: "user" });
  return toConfig(command.opts(), command);
}

test.each(presetNames)(
  "the preset %s is a valid configuration that leaves the data set and the seed unchanged",
  (name) => {
    const { dataset, seed } = presetConfig(name);
    expect({ dataset, seed }).toEqual({ dataset: tutorialConfig.dataset, seed: tutorialConfig.seed });
    expect(presetKeys).not.toContain("seed");
  },
);

test.each(Object.entries(presets))(
  "the description of %s fits into a list of choices",
  (_, { description }) => {
    expect(description.length).toBeLessThanOrEqual(75);
  },
);

test("the tutorial's preset is the default", () => {
  expect(presetConfig("tutorial")).toEqual(tutorialConfig);
});

test("a command line has the values of its preset, which other options change", () => {
  const { learningRate, model, schedule } = presetConfig("fast-90");
  const config = configOf("--preset", "fast-90", "--epochs", "3", "--seed", "7");
  expect(config).toMatchObject({ learningRate, model, schedule, epochs: 3, seed: 7 });
  expect(configOf("--preset", "fast-90", "--learning-rate", "0.001").learningRate).toBe(0.001);
  expect(() => configOf("--preset", "fastest")).toThrow(
    `--preset must be one of ${Object.keys(presets).join(", ")}, not "fastest".`,
  );
});
