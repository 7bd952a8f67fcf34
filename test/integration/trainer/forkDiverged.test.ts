import { afterEach, beforeEach, expect, test } from "vitest";
import { lastGoodCheckpoint } from "../../../src/runs/explosion";
import type { RunConfigInput } from "../../../src/runs/RunConfig";
import { RunStore } from "../../../src/runs/RunStore";
import { Trainings } from "./trainings";

let trainings: Trainings;
beforeEach(() => {
  trainings = new Trainings();
});
afterEach(() => {
  trainings[Symbol.dispose]();
});

const linear: RunConfigInput = {
  model: { hidden: [] },
  batchSize: 64,
  limitTrainBatches: null,
  shuffle: true,
  // At a learning rate of 2.3, this weight decay alone multiplies the weights by 1 − 2.3 · 1 = −1.3 in each update. The
  // weights stay finite for some epochs.
  weightDecay: 1,
  learningRate: 2.3,
};

/** Trains until the run diverges. */
async function diverge(input: RunConfigInput) {
  const { training, state } = await trainings.train(input);
  expect(await training.ended).toMatchObject({ status: "failed", code: "divergence" });
  return { training, state };
}

/** Starts a fork with another learning rate, as the command line does without `--checkpoint`. */
function fork(folder: string, learningRate: number) {
  const { runsFolder } = trainings;
  return trainings.start({ runsFolder, fork: { folder, changes: { learningRate } } });
}

test("a run that diverged is forked from a checkpoint before its loss exploded, and the fork learns", async () => {
  const { training, state } = await diverge({
    ...linear,
    // The schedule raises the learning rate from 0.03 to 3.
    learningRate: 3,
    schedule: { name: "LinearLR", startFactor: 0.01, endFactor: 1, length: 6 },
    epochs: 9,
    checkpoints: { keep: 10 },
  });
  const good = lastGoodCheckpoint(state)!;
  const newest = state.checkpoints.at(-1)!;
  // The newest checkpoint has finite weights, but the loss before it has exploded.
  expect(state.losses.at(newest.step - 1)).toBeGreaterThan(1e6);
  expect(good.step).toBeLessThan(newest.step);
  expect(state.error).toContain(`The last good checkpoint is ${good.file};`);
  const list = await new RunStore(trainings.runsFolder).list();
  expect(lastGoodCheckpoint(list.runs[0]!.state)).toEqual(good);

  const forked = await fork(training.folder, 0.03);
  expect(await forked.training.ended).toMatchObject({ status: "finished" });
  expect(forked.state.parent).toMatchObject({ checkpoint: good.file, step: good.step });
  const first = state.losses.at(0)!;
  expect(Math.max(...forked.state.losses)).toBeLessThan(3 * first);
  expect(forked.state.epochs.at(-1)!.trainLoss).toBeLessThan(0.9 * first);
});

test("a run whose checkpoints are all from after its loss exploded is trained again from the beginning", async () => {
  const { training, state } = await diverge({ ...linear, epochs: 12 });
  expect(state.checkpoints.length).toBeGreaterThan(0);
  expect(state.error).toContain(
    "No checkpoint is from before the loss exploded; train again from the beginning with a smaller learning rate.",
  );
  await expect(fork(training.folder, 0.23)).rejects.toThrow(
    "has no checkpoint from before its loss exploded",
  );
  // A checkpoint that the user names is used nevertheless.
  const { runsFolder } = trainings;
  const { file: checkpoint } = state.checkpoints[0]!;
  const named = await trainings.start({
    runsFolder,
    fork: { folder: training.folder, checkpoint, changes: { learningRate: 0.23, epochs: 2 } },
  });
  expect(await named.training.ended).toMatchObject({ status: "finished" });

  const again = await trainings.undisturbed({ ...linear, learningRate: 0.23, epochs: 2 });
  expect(again.state.epochs.at(-1)!.trainLoss).toBeLessThan(0.9 * state.losses.at(0)!);
});

test("a run that did not diverge is forked from its newest checkpoint", async () => {
  const { training, state } = await trainings.undisturbed({ ...linear, epochs: 3 });
  expect(lastGoodCheckpoint(state)).toBeUndefined();
  const { runsFolder } = trainings;
  const forked = await trainings.start({
    runsFolder,
    fork: { folder: training.folder, changes: { epochs: 4, learningRate: 0.23 } },
  });
  await forked.training.ended;
  expect(forked.state.parent).toMatchObject({ step: state.checkpoints.at(-1)!.step });
});
