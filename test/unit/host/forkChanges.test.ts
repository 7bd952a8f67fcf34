import * as v from "valibot";
import { expect, test } from "vitest";
import { forkChanges } from "../../../src/host/forkChanges";
import { valueAt } from "../../../src/runs/configValues";
import { hyperparameterList } from "../../../src/runs/hyperparameters";
import { forkChangesSchema, tutorialConfig } from "../../../src/runs/RunConfig";

test("a fork takes from the settings all that it may change, and nothing else", () => {
  const changes = forkChanges({ ...tutorialConfig, learningRate: 0.1, batchSize: 7, seed: 1 });
  expect(v.parse(forkChangesSchema, changes)).toEqual(changes);
  for (const { key, isForked } of hyperparameterList)
    expect(valueAt(changes, key) !== undefined, key).toBe(isForked);
  expect(changes.learningRate).toBe(0.1);
});
