import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readLayers } from "../../../src/runs/layers/layersFile";
import { Trainings } from "./trainings";

const trainings = new Trainings();
afterAll(() => trainings[Symbol.dispose]());

/** A short training with many records of the layers. */
const input = { batchSize: 8, limitTrainBatches: 120, learningRate: 0.05, model: { hidden: [16] } };

type Run = Awaited<ReturnType<Trainings["undisturbed"]>>;
let whole: Run;
beforeAll(async () => {
  whole = await trainings.undisturbed({ ...input, epochs: 3 });
});

const layersOf = (folder: string, steps = 1000) => readLayers(folder, steps);

/** Expects the records of a run to equal those of the uninterrupted run at each step that both have recorded. */
function expectSame(folder: string) {
  const expected = new Map(layersOf(whole.training.folder).map((record) => [record.step, record]));
  const both = layersOf(folder).filter(({ step }) => expected.has(step));
  expect(both.length).toBeGreaterThan(0);
  for (const record of both) expect(record).toEqual(expected.get(record.step));
}

test("a run records its first step, with the figures of each layer", () => {
  const [first] = layersOf(whole.training.folder);
  expect(first).toMatchObject({ epoch: 1, step: 0 });
  expect(first!.layers.map(({ name, size }) => [name, size])).toEqual([
    ["linear_relu_stack.0", 784 * 16 + 16],
    ["linear_relu_stack.2", 170],
  ]);
  expect(first!.layers.map(({ activations }) => activations?.dead === null)).toEqual([false, true]);
});

test("the weights are the same to the bit when nothing is recorded", async () => {
  const without = await trainings.undisturbed({ ...input, epochs: 3, evaluation: { layers: false } });
  expect(existsSync(join(without.training.folder, "layers.jsonl"))).toBe(false);
  expect(without.weights).toBe(whole.weights);
});

test("a resumed run and a fork keep the records before their checkpoint, and record their first step", async () => {
  const half = await trainings.undisturbed({ ...input, epochs: 2 });
  const { folder } = half.training;
  const before = layersOf(folder);
  const fork = await trainings.start({
    runsFolder: trainings.runsFolder,
    fork: { folder, checkpoint: half.state.checkpoints[0]!.file, changes: { epochs: 3 } },
  });
  await fork.training.ended;
  const kept = before.filter(({ step }) => step < 120);
  const forked = layersOf(fork.training.folder);
  expect(forked.slice(0, kept.length)).toEqual(kept);
  expect(forked[kept.length]).toMatchObject({ step: 120, epoch: 2 });
  expectSame(fork.training.folder);

  const resumed = await trainings.start({ resume: { folder, epochs: 3 } });
  await resumed.training.ended;
  const after = layersOf(folder);
  expect(after.slice(0, before.length)).toEqual(before);
  expect(after[before.length]).toMatchObject({ step: 240, epoch: 3 });
  expectSame(folder);
});
