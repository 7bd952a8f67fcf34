import { expect, test } from "vitest";
import { emptyRunState } from "../../../src/runs/RunState";
import { valuesText, varyingColumns } from "../../../src/runs/varying";
import { exampleRun } from "./exampleRuns";

const ids = (...configs: Parameters<typeof exampleRun>[1][]) =>
  varyingColumns(configs.map((config, index) => exampleRun(String(index), config))).map(({ id }) => id);

test("the varying hyperparameters are those in which any two runs differ", () => {
  expect(ids({}, {})).toEqual([]);
  expect(ids({})).toEqual([]);
  expect(ids()).toEqual([]);
  expect(ids({}, { config: { learningRate: 0.1, seed: 7 } })).toEqual(["learningRate", "seed"]);
  expect(ids({}, { config: { model: { hidden: [8] } } })).toEqual(["model.hidden"]);
});

test("a hyperparameter that a run lacks has its default", () => {
  expect(ids({ config: { optimizer: "adam" } }, {})).toEqual(["optimizer"]);
  expect(ids({ config: { optimizer: "adam" } }, { config: { momentum: 0.9 } })).toEqual([
    "optimizer",
    "momentum",
  ]);
});

test("a run whose configuration is not known yet differs in nothing", () => {
  const known = exampleRun("a", { config: { learningRate: 0.1 } });
  expect(varyingColumns([known, { ...known, state: emptyRunState() }])).toEqual([]);
});

test("a limit of batches differs from none", () => {
  expect(ids({}, { config: { limitTrainBatches: 5 } })).toEqual(["limitTrainBatches"]);
});

test('values are written in one line, with "off" for a hyperparameter that is false', () => {
  const runs = [
    exampleRun("a", { config: { learningRate: 0.1, shuffle: true } }),
    exampleRun("b", { config: { optimizer: "adam" } }),
  ];
  const columns = varyingColumns(runs);
  expect(runs.map((run) => valuesText(run, columns).join(", "))).toEqual([
    "SGD, lr 0.1, shuffled",
    "Adam, lr 0.001, shuffle off",
  ]);
});
