import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { sampleDataset } from "../../src/data";
import type { RunConfig } from "../../src/runs/RunConfig";
import { RunLog } from "../../src/runs/RunLog";
import { createRun } from "../../src/runs/RunStore";
import { safetensors } from "../../src/tensor";
import { encodeCheckpoint } from "../../src/trainer/Checkpoint";
import { checkpointEvent, writeWhole } from "../../src/trainer/CheckpointFiles";
import { TrainingState } from "../../src/trainer/TrainingState";
import { Trainings } from "../unit/trainer/trainings";

let trainings: Trainings;
beforeEach(() => {
  trainings = new Trainings();
});
afterEach(() => {
  trainings[Symbol.dispose]();
});

const { train: trainSet } = sampleDataset();
const pixels = 28 * 28;
const steps = 60;
/** Weights may be up to 3.4e38. */
const huge = 3e38;

/** Weights of a linear model, one image a step, that make the loss overflow at a step that can be told beforehand. */
interface Trap {
  step: number;
  set: (weight: Float32Array, bias: Float32Array) => void;
}

/** The difference of two logits is infinite: when the label comes whose logit is the lower one. */
const infinity: Trap = {
  step: trainSet.labels.indexOf(1),
  set(_weight, bias) {
    bias[0] = huge;
    bias[1] = -huge;
  },
};

const bright = [308, 309];
/** A logit is infinite itself, and less itself it is no number: when an image comes in which both pixels are bright. */
const nan: Trap = {
  step: Array.from(trainSet.labels).findIndex((_, image) => {
    const [first, second] = bright.map((pixel) => trainSet.images[image * pixels + pixel]! / 255);
    return Math.fround(huge * (first! + second!)) === Number.POSITIVE_INFINITY;
  }),
  set(weight) {
    for (const pixel of bright) weight[pixel] = huge;
  },
};

const firstCheckpoint = "checkpoints/step-000000.safetensors";

/** A run that was left at its beginning, with a checkpoint of such weights. */
function trapped({ set }: Trap, onDivergence: RunConfig["onDivergence"]): string {
  const config = trainings.config({
    hidden: [],
    batchSize: 1,
    epochs: 1,
    limitTrainBatches: steps,
    onDivergence,
  });
  const { folder } = createRun(trainings.runsFolder, config, new Date());
  const state = new TrainingState(config, trainSet);
  const [weight, bias] = Array.from(state.model.parameters(), ({ data }) => data.fill(0));
  set(weight!, bias!);
  mkdirSync(join(folder, "checkpoints"));
  const written = writeWhole(folder, firstCheckpoint, encodeCheckpoint(state, config, 0));
  const log = new RunLog(folder);
  log.append(checkpointEvent({ epoch: 0, step: 0, reason: "fork", seconds: 0 }, written));
  log.append({ type: "ended", status: "interrupted", time: new Date().toISOString(), seconds: 0 });
  log.close();
  return folder;
}

function isFiniteFile(path: string): boolean {
  const arrays = [...safetensors.read(readFileSync(path)).tensors.values()];
  return arrays.every(({ data }) => data.every((value) => Number.isFinite(value)));
}

describe.each<[string, Trap]>([
  ["infinite", infinity],
  ["not a number", nan],
])("a loss that becomes %s at a known step", (_, trap) => {
  test("ends the run before that update, with the step, the last good checkpoint and what usually helps", async () => {
    const folder = trapped(trap, "stop");
    const { training, state } = await trainings.start({ resume: { folder } });
    expect(await training.ended).toMatchObject({
      status: "failed",
      code: "divergence",
      error: `The loss was no longer a finite number at step ${trap.step}, so training stopped before that update. The last good checkpoint is ${firstCheckpoint}; a smaller learning rate usually helps.`,
    });
    expect(trap.step).toBeGreaterThan(0);
    expect(state.losses.map(Number.isFinite)).toEqual([...Array(trap.step).fill(true), false]);
    for (const file of [firstCheckpoint, "model.safetensors"])
      expect(isFiniteFile(join(folder, file)), file).toBe(true);
  });

  test("is a gap in the curve of a run that is to continue", async () => {
    const folder = trapped(trap, "continue");
    const { training, state } = await trainings.start({ resume: { folder } });
    expect(await training.ended).toMatchObject({ status: "finished" });
    expect(state.losses).toHaveLength(steps);
    expect(state.losses.findIndex((loss) => !Number.isFinite(loss))).toBe(trap.step);
    expect(state.error).toBeUndefined();
  });
});

test("a learning rate that is too high ends the run before its weights are spoilt", async () => {
  // Each update multiplies the weights by −99.
  const { training, state, until } = await trainings.pausedMidEpoch({
    hidden: [],
    weightDecay: 1,
    epochs: 1000,
  });
  await training.control({ action: "learningRate", value: 100 });
  await training.control({ action: "resume" });
  await until(({ status }) => status === "failed");
  await training.ended;
  const good = state.checkpoints.at(-1)!;
  const diverged = state.losses.length - 1;
  expect(state.losses[diverged]).toBeNaN();
  expect(state.losses.slice(0, diverged).every(Number.isFinite)).toBe(true);
  expect(state.error).toContain(`at step ${diverged}, so training stopped before that update.`);
  expect(state.error).toContain(`The last good checkpoint is ${good.file};`);
  expect(isFiniteFile(join(training.folder, good.file))).toBe(true);
});
