import { describe, expect, test } from "vitest";
import { InvalidConfigError, resolveRunConfig, tutorialConfig } from "../../../src/runs/RunConfig";

describe("a run's configuration", () => {
  test("is the tutorial's without any input", () => {
    expect(resolveRunConfig({})).toEqual(tutorialConfig);
  });

  test("keeps its input and fills in the rest", () => {
    const config = resolveRunConfig({
      learningRate: 0.1,
      model: { hidden: [] },
      dataset: { name: "sample" },
    });
    expect(config).toEqual({
      ...tutorialConfig,
      learningRate: 0.1,
      model: { kind: "mlp", hidden: [] },
      dataset: { ...tutorialConfig.dataset, name: "sample" },
    });
  });

  test("takes a value of undefined as left out", () => {
    expect(resolveRunConfig({ epochs: undefined }).epochs).toBe(5);
  });

  test.each([
    ["sgd", 0],
    ["adam", 0],
    ["adamw", 0.01],
  ] as const)("has torch.optim's weight decay of %s without any input", (optimizer, weightDecay) => {
    expect(resolveRunConfig({ optimizer }).weightDecay).toBe(weightDecay);
    expect(resolveRunConfig({ optimizer, weightDecay: 0.5 }).weightDecay).toBe(0.5);
  });

  test.each([
    [{ learningRate: 0 }, "learningRate must be a number above 0 and at most 100, not 0"],
    [{ learningRate: Number.NaN }, "learningRate must be a number above 0 and at most 100, not NaN"],
    [{ batchSize: 1.5 }, "batchSize must be a whole number of at least 1 and at most 60000, not 1.5"],
    [{ epochs: 0 }, "epochs must be a whole number of at least 1 and at most 10000, not 0"],
    [{ momentum: 1 }, "momentum must be a number of at least 0 and below 1, not 1"],
    [
      { model: { hidden: [512, 0] } },
      "model.hidden must be a list of at most 16 whole numbers from 1 to 8192, not [512,0]",
    ],
    [
      { compute: { threads: -1 } },
      "compute.threads must be a whole number of at least 0 and at most 64, not -1",
    ],
    [
      { model: { kind: "gpt" as "mlp" } },
      'model.kind must be one of mlp, lenet5, tiny-vgg, convnet, resnet, not "gpt"',
    ],
    [{ optimizer: "lion" as "sgd" }, 'optimizer must be one of sgd, adam, adamw, rmsprop, not "lion"'],
    [{ nesterov: true }, "nesterov needs a momentum above 0 and a dampening of 0"],
  ])("refuses %j in one sentence", (input, message) => {
    expect(() => resolveRunConfig(input)).toThrow(message);
  });

  test.each([
    [42, 42],
    ["42", 42],
    ["-0", 0],
    ["007", 7],
    [-(2 ** 53) + 1, -9007199254740991],
    ["9007199254740991", 9007199254740991],
    ["9007199254740993", "9007199254740993"],
    ["18446744073709551615", "18446744073709551615"],
    ["-9223372036854775808", "-9223372036854775808"],
  ])("records the seed %j, exactly, as %j", (seed, recorded) => {
    expect(resolveRunConfig({ seed }).seed).toBe(recorded);
  });

  const range =
    "seed must be a whole number of at least -9223372036854775808 and at most 18446744073709551615, not ";
  test.each([
    ["18446744073709551616", `${range}"18446744073709551616"`],
    ["-9223372036854775809", `${range}"-9223372036854775809"`],
    ["1e3", `${range}"1e3"`],
    ["0x10", `${range}"0x10"`],
    ["", `${range}""`],
    [" ", `${range}" "`],
    [12.5, `${range}12.5`],
    [Number.NaN, `${range}NaN`],
    [
      // JSON.parse returns this for 18446744073709551615.
      2 ** 64,
      "seed must be in quotes where it is beyond 9007199254740991, since a JSON number is not exact there, not 18446744073709552000",
    ],
    [
      2 ** 53,
      "seed must be in quotes where it is beyond 9007199254740991, since a JSON number is not exact there, not 9007199254740992",
    ],
  ])("refuses the seed %j", (seed, message) => {
    expect(() => resolveRunConfig({ seed })).toThrow(message);
  });

  test("has errors that name the setting", () => {
    const error = catchError(() => resolveRunConfig({ epochs: -1 }));
    expect(error.key).toBe("epochs");
    expect(error.about("fittingRoom.hyperparameters.epochs")).toBe(
      "fittingRoom.hyperparameters.epochs must be a whole number of at least 1 and at most 10000, not -1.",
    );
  });
});

function catchError(action: () => void): InvalidConfigError {
  try {
    action();
  } catch (error) {
    if (error instanceof InvalidConfigError) return error;
  }
  throw new Error("no InvalidConfigError was thrown");
}
