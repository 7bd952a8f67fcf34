import { describe, expect, test } from "vitest";
import { columnNamed, columns } from "../../../src/runs/columns";
import { hyperparameterList } from "../../../src/runs/hyperparameters";
import { resolveRunConfig } from "../../../src/runs/RunConfig";
import { exampleRun, parent } from "./exampleRuns";

const run = exampleRun("run", {
  name: "brisk-linen",
  labels: { tags: ["baseline", "no shuffle"], note: "First.\nSecond.", starred: true },
  config: { learningRate: 0.01, model: { hidden: [512, 256] }, optimizer: "adam", shuffle: true },
  accuracies: [0.8, 0.874, 0.86],
  losses: [0.6, 0.5, 0.55],
});
const empty = exampleRun("empty", { status: "failed" });
const named = (name: string) => columnNamed(name) ?? expect.fail(`There is no ${name}.`);
const both = (name: string, of = run) => [named(name).value(of), named(name).text(of)];

describe("the columns", () => {
  test("have all different ids and names", () => {
    const names = columns.flatMap(({ id, aliases }) => [id, ...aliases]).map((name) => name.toLowerCase());
    const twice = names.filter((name, index) => names.indexOf(name) !== index);
    expect(twice).toEqual([]);
  });

  test("have every hyperparameter, in the order of the table", () => {
    const keys = columns.flatMap(({ hyperparameter }) => hyperparameter ?? []);
    expect(keys).toEqual(hyperparameterList.map(({ key }) => key));
  });

  test.each([
    ["lr", "learningRate"],
    ["LEARNING-RATE", "learningRate"],
    ["batch", "batchSize"],
    ["hidden", "model.hidden"],
    ["hiddenLayers", "model.hidden"],
    ["model", "model.kind"],
    ["dataset", "dataset.name"],
    ["name", "name"],
    ["acc", "accuracy"],
    ["loss", "lastLoss"],
    ["val", "validationAccuracy"],
    ["val-loss", "validationLoss"],
    ["validation-split", "dataset.validationSplit"],
    ["tag", "tags"],
    ["limit-train-batches", "limitTrainBatches"],
  ])("have short names, and the names of options: %s", (name, id) => {
    expect(columnNamed(name)?.id).toBe(id);
  });

  test("are not found by any other name", () => {
    expect(columnNamed("constructor")).toBeUndefined();
    expect(columnNamed("")).toBeUndefined();
  });

  test.each([
    ["name", "brisk-linen", "brisk-linen"],
    ["status", "finished", "finished"],
    ["starred", true, "on"],
    ["archived", false, "off"],
    ["accuracy", 0.874, "87.4%"],
    ["bestEpoch", 2, "2"],
    ["lastLoss", 0.55, "0.550"],
    ["lastAccuracy", 0.86, "86.0%"],
    ["trainLoss", 2, "2.000"],
    ["trainAccuracy", 0.3, "30.0%"],
    ["bestLoss", 0.5, "0.500"],
    ["epochsDone", 3, "3"],
    ["duration", 4.5, "4.5 s"],
    ["started", "2026-01-02 03:04:05", "2026-01-02 03:04:05"],
    ["tags", ["baseline", "no shuffle"], "baseline, no shuffle"],
    ["note", "First.\nSecond.", "First.\nSecond."],
    ["learningRate", 0.01, "0.01"],
    ["model.hidden", "512,256", "512 × 256"],
    ["optimizer", "adam", "Adam"],
    ["shuffle", true, "on"],
    ["seed", 42, "42"],
    ["dataset", "sample", "Sample"],
  ])("read and write a run's %s: %j, %j", (name, value, text) => {
    const [found, written] = both(name);
    expect(found).toEqual(value);
    if (name !== "dataset") expect(written).toBe(text);
  });

  test.each(["accuracy", "bestEpoch", "lastLoss", "bestLoss", "speed", "tags", "note", "parent"])(
    "have no %s of a run without one",
    (name) => {
      expect(both(name, empty)).toEqual([undefined, ""]);
    },
  );

  test("have no momentum of a run whose optimizer has none", () => {
    expect(both("momentum")).toEqual([undefined, ""]);
    expect(both("momentum", empty)).toEqual([0, "0"]);
  });

  test('write "all" for a run without a limit of batches', () => {
    expect(both("limitTrainBatches")).toEqual([undefined, "all"]);
  });

  test("tell where the data of a run comes from that names no folder", () => {
    expect(both("location")).toEqual(["", "built in"]);
    const { dataset: _, ...state } = run.state;
    const published = (location: string) => {
      const config = resolveRunConfig({ dataset: { name: "fashion-mnist", location } });
      return named("location").text({ ...run, state: { ...state, config } });
    };
    expect(published("")).toBe("downloaded");
    expect(published("/data")).toBe("/data");
  });

  test("have the figures of a fork's own epochs, not of its parent", () => {
    const fork = exampleRun("fork", { parent });
    fork.state.epochs = [...run.state.epochs.slice(0, 1)];
    expect(both("lastLoss", fork)).toEqual([undefined, ""]);
    expect(both("parent", fork)).toEqual(["brisk-linen", "brisk-linen"]);
    const further = exampleRun("further", { parent, accuracies: [0.9] });
    expect(both("lastLoss", further)[0]).toBeCloseTo(0.1);
    expect(both("duration", further)[0]).toBe(1.5);
  });

  test("leave out a test loss that was not finite", () => {
    const diverged = exampleRun("diverged", { accuracies: [0.5, 0.1], losses: [0.7, null] });
    expect(both("lastLoss", diverged)).toEqual([undefined, ""]);
    expect(both("bestLoss", diverged)[0]).toBe(0.7);
  });

  test("say whether they hold numbers, which a table aligns to the right", () => {
    const ids = columns.filter(({ isNumber }) => isNumber).map(({ id }) => id);
    expect(ids).toContain("accuracy");
    expect(ids).toContain("learningRate");
    expect(ids).not.toContain("optimizer");
    expect(ids).not.toContain("started");
  });
});
