import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { forkWords, runsWords, shellText, trainWords } from "../../../src/runs/commandLine";
import { resolveRunConfig } from "../../../src/runs/RunConfig";
import { withForkChanges } from "../../../src/runs/withForkChanges";

describe("The command line of a configuration", () => {
  test("has an option for each hyperparameter that is not the default", () => {
    expect(trainWords(resolveRunConfig({}))).toEqual(["train"]);
    const config = resolveRunConfig({
      optimizer: "adam",
      learningRate: 0.01,
      shuffle: true,
      model: { hidden: [64, 32] },
      dataset: { name: "sample" },
    });
    expect(trainWords(config).join(" ")).toBe(
      "train --dataset sample --optimizer adam --learning-rate 0.01 --hidden 64,32 --shuffle",
    );
  });

  test("leaves out the weight decay that the optimizer has by default", () => {
    expect(trainWords(resolveRunConfig({ optimizer: "adamw" }))).not.toContain("--weight-decay");
    expect(trainWords(resolveRunConfig({ optimizer: "adamw", weightDecay: 0 }))).toContain("--weight-decay");
  });

  test("names the runs folder where it is not the default one of the workspace", () => {
    const usual = join("/work", ".fitting-room", "runs");
    expect(runsWords(usual, "/work")).toEqual([]);
    expect(runsWords("/work/my runs", "/work")).toEqual(["--runs", "/work/my runs"]);
    expect(runsWords(usual, undefined)).toEqual(["--runs", usual]);
  });

  test("of a fork names the parent, the checkpoint and what differs from the parent", () => {
    const parent = {
      folder: "/runs/parent",
      config: resolveRunConfig({
        dataset: { name: "sample", validationSplit: 0.2 },
        optimizer: "adam",
        learningRate: 0.003,
        epochs: 4,
        model: { hidden: [16] },
        clipGradNorm: 1,
      }),
    };
    const words = (changes: Parameters<typeof withForkChanges>[1], of = parent) =>
      forkWords(withForkChanges(of.config, changes), "checkpoints/step-200.safetensors", of).join(" ");
    const begin = "fork /runs/parent --checkpoint checkpoints/step-200.safetensors";
    expect(words({ learningRate: 0.05, epochs: 6 })).toBe(`${begin} --learning-rate 0.05 --epochs 6`);
    expect(words({ optimizer: "adamw", clipGradNorm: 0, evaluation: { record: false } })).toBe(
      `${begin} --optimizer adamw --learning-rate 0.003 --epochs 4 --clip-grad-norm 0 --no-evaluation`,
    );
    const nesterov = { ...parent, config: resolveRunConfig({ momentum: 0.9, nesterov: true }) };
    expect(words({ nesterov: false }, nesterov)).toBe(
      `${begin} --learning-rate 0.001 --epochs 5 --no-nesterov`,
    );
    const short = { ...parent, config: resolveRunConfig({ schedule: { name: "LinearLR", length: 3 } }) };
    expect(words({ schedule: { length: null } }, short)).toContain("--schedule-length all");
    expect(words({ schedule: { name: "ExponentialLR" } })).toContain("--schedule ExponentialLR");
  });

  test("is quoted for a shell", () => {
    expect(shellText(["train", "--data", "/my data/it's $HOME"])).toBe(
      "train --data '/my data/it'\\''s $HOME'",
    );
  });
});
