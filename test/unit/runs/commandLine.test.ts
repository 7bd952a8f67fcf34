import { describe, expect, test } from "vitest";
import { shellText, trainWords } from "../../../src/runs/commandLine";
import { resolveRunConfig } from "../../../src/runs/RunConfig";

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

  test("is quoted for a shell", () => {
    expect(shellText(["train", "--data", "/my data/it's $HOME"])).toBe(
      "train --data '/my data/it'\\''s $HOME'",
    );
  });
});
