/** Runs of format 1, such as `test/fixtures/format-1`, which the last version with that format has written. */
import { cpSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readRecord } from "../../../src/runs/RunRecord";
import { RunStore } from "../../../src/runs/RunStore";
import { Trainings, weightsHash } from "./trainings";

const fixtures = join(import.meta.dirname, "../../fixtures/format-1");
const [id = ""] = readdirSync(fixtures);
/** The hyperparameters of the fixture's run that {@link Trainings} does not set by itself, in the present format. */
const config = {
  model: { hidden: [8] },
  batchSize: 16,
  limitTrainBatches: 4,
  checkpoints: { keep: 1 },
};

let trainings: Trainings;
let folder: string;
beforeEach(() => {
  trainings = new Trainings();
  folder = join(trainings.runsFolder, id);
  cpSync(fixtures, trainings.runsFolder, { recursive: true });
});
afterEach(() => trainings[Symbol.dispose]());

describe("a run of format 1", () => {
  const model = { kind: "mlp", hidden: [8] };

  test("is read and listed with its hidden layers as the model's, and no damage", async () => {
    const store = new RunStore(trainings.runsFolder);
    const { config, events, problems } = await store.read(id);
    expect(problems).toEqual([]);
    expect(config).toMatchObject({ model });
    expect(config).not.toHaveProperty("hidden");
    expect(events[0]).toMatchObject({ type: "started", config: { model } });
    expect(await readRecord(folder)).toMatchObject({ record: { config: { model } } });
    const { runs, refused } = await store.list();
    expect(refused).toEqual([]);
    expect(runs).toMatchObject([{ id, problems: [], state: { status: "finished", config: { model } } }]);
  });

  test("has the weights of an uninterrupted run after being resumed", { timeout: 60_000 }, async () => {
    const { training, state } = await trainings.start({ resume: { folder, epochs: 4 } });
    expect(await training.ended).toMatchObject({ status: "finished" });
    expect(state.config?.model).toEqual(model);
    const { weights } = await trainings.undisturbed({ ...config, epochs: 4 });
    expect(weightsHash(folder)).toBe(weights);
  });

  test("is the parent of a fork in the present format", { timeout: 60_000 }, async () => {
    const { training, events } = await trainings.start({
      runsFolder: trainings.runsFolder,
      fork: { folder, changes: { epochs: 3 } },
    });
    expect(await training.ended).toMatchObject({ status: "finished" });
    expect(events[0]).toMatchObject({ type: "started", parent: { id }, config: { model } });
  });
});
