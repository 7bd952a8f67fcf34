import * as v from "valibot";
import { expect, test } from "vitest";
import { inGroups, valueAt } from "../../../src/runs/configValues";
import { hyperparameterList, hyperparameters } from "../../../src/runs/hyperparameters";
import { valueText } from "../../../src/runs/hyperparameterText";
import { modelKinds, models } from "../../../src/runs/models";
import { runConfigSchema, tutorialConfig, valueSchema } from "../../../src/runs/RunConfig";
import { scheduleHyperparameters } from "../../../src/runs/schedules";

test.each(hyperparameterList)("$key allows its own default", ({ key, default: value }) => {
  expect(v.parse(valueSchema(key), value)).toEqual(value);
});

test("a run that is older than a hyperparameter was trained with the table's value for it", () => {
  const newer = hyperparameterList.filter(
    ({ inOlderRuns, models }) => inOlderRuns !== undefined && models === undefined,
  );
  const keys = newer.map(({ key }) => key);
  expect(keys.filter((key) => !key.startsWith("schedule."))).toEqual([
    "dataset.exclude",
    "dataset.validationSplit",
    "clipGradNorm",
    "labelSmoothing",
    "transforms.cropPadding",
    "transforms.horizontalFlip",
    "onDivergence",
    "checkpoints.keep",
    "evaluation.record",
    "evaluation.layers",
  ]);
  expect(keys).toEqual(expect.arrayContaining(Object.keys(scheduleHyperparameters)));
  const recorded = inGroups(
    hyperparameterList
      .filter((one) => !newer.includes(one))
      .map(({ key }) => [key, valueAt(tutorialConfig, key)]),
  );
  const read = v.parse(runConfigSchema, recorded);
  for (const { key, inOlderRuns } of newer) expect(valueAt(read, key)).toEqual(inOlderRuns);
});

test("a run of convnet that is older than its width was trained with 32", () => {
  const config = { ...tutorialConfig, model: { kind: "convnet" } };
  expect(v.parse(runConfigSchema, config).model).toEqual({ kind: "convnet", width: 32 });
});

test.each(hyperparameterList.filter(({ inOlderRuns }) => inOlderRuns === undefined))(
  "a record without $key is damaged",
  ({ key }) => {
    const others = hyperparameterList.filter((one) => one.key !== key);
    const config = inGroups(others.map((one) => [one.key, valueAt(tutorialConfig, one.key)]));
    expect(v.safeParse(runConfigSchema, config).success).toBe(false);
  },
);

test("models with an option of the same name share it", () => {
  const options = modelKinds.flatMap((kind) => Object.entries(models[kind].options));
  expect(options.length).toBeGreaterThan(0);
  for (const [name, option] of options)
    expect(hyperparameters).toHaveProperty([`model.${name}`, "allows"], option.allows);
});

test("values are written as a user writes them", () => {
  const text = (key: keyof typeof hyperparameters, value: unknown) => valueText(key, value);
  expect(text("model.hidden", [512, 256])).toBe("512 × 256");
  expect(text("model.hidden", [])).toBe("none");
  expect(text("shuffle", true)).toBe("on");
  expect(text("optimizer", "adamw")).toBe("AdamW");
  expect(text("optimizer", "toString")).toBe("toString");
  expect(text("dataset.location", "/data")).toBe("/data");
  expect(text("dataset.exclude", [3, 5])).toBe("2 images");
  expect(text("dataset.exclude", [])).toBe("none");
  expect(text("limitTrainBatches", null)).toBe("all");
  expect(text("epochs", { wrong: 1 })).toBe('{"wrong":1}');
});

test("the indices of images that are left out are recorded once each, ascending", () => {
  expect(v.parse(valueSchema("dataset.exclude"), [9, 3, 9])).toEqual([3, 9]);
  for (const wrong of [[-1], [0.5], ["1"], 3])
    expect(v.is(valueSchema("dataset.exclude"), wrong)).toBe(false);
});

test("a validation split is a part of at most a half", () => {
  for (const right of [0, 0.2, 0.5]) expect(v.is(valueSchema("dataset.validationSplit"), right)).toBe(true);
  for (const wrong of [-0.1, 0.501, 1, "0.2", null])
    expect(v.is(valueSchema("dataset.validationSplit"), wrong)).toBe(false);
});
