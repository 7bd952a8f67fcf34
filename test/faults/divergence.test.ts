import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { datasets } from "../../src/data";
import { sha256 } from "../../src/files/sha256";
import * as safetensors from "../../src/formats/safetensors";
import { checkpointEvent } from "../../src/model/checkpoints/CheckpointFiles";
import { createRun } from "../../src/runs/createRun";
import type { RunConfigInput } from "../../src/runs/RunConfig";
import { RunLog } from "../../src/runs/RunLog";
import { sizeOf } from "../../src/tensor";
import { TrainingState } from "../../src/trainer/TrainingState";
import { encodeCheckpoint } from "../../src/trainer/trainingCheckpoint";
import { Trainings } from "../integration/trainer/trainings";
import { sample } from "../support/sample";

let trainings: Trainings;
beforeEach(() => {
  trainings = new Trainings();
});
afterEach(() => {
  trainings[Symbol.dispose]();
});

const { train: trainSet } = sample;
const pixels = sizeOf(datasets.sample.image);
const steps = 60;
/** A weight that is near the largest finite float32 (3.4e38). */
const huge = 3e38;

/** Weights with which a training at batch size 1 overflows at a known step. */
interface Trap {
  step: number;
  /** Changes to the configuration that {@link trapped} makes. */
  input?: RunConfigInput;
  set: (...parameters: Float32Array[]) => void;
}

/** At the first image of class 1, the loss is logit 0 minus logit 1, which is infinite. */
const infinity: Trap = {
  step: trainSet.labels.indexOf(1),
  set(_weight, bias) {
    bias![0] = huge;
    bias![1] = -huge;
  },
};

const bright = [308, 309];
/** At the first image in which both `bright` pixels are bright enough, a logit is infinite. The loss is ∞ − ∞: NaN. */
const nan: Trap = {
  step: Array.from(trainSet.labels).findIndex((_, image) => {
    const [first, second] = bright.map((pixel) => trainSet.images[image * pixels + pixel]! / 255);
    return Math.fround(huge * (first! + second!)) === Number.POSITIVE_INFINITY;
  }),
  set(weight) {
    for (const pixel of bright) weight![pixel] = huge;
  },
};

/** The hidden unit's output is tiny, so the logits are finite. That output's gradient adds huge weights: infinity. */
const gradient: Trap = {
  step: trainSet.labels.indexOf(1),
  input: { model: { hidden: [1] }, learningRate: Number.MIN_VALUE },
  set(_weight, bias, outWeight) {
    bias![0] = 1 / huge;
    outWeight![0] = huge;
    outWeight![1] = -huge;
  },
};

/** The first update multiplies the huge biases by −99, so that they overflow. */
const update: Trap = {
  step: 1,
  input: { learningRate: 100, weightDecay: 1 },
  set: (_weight, bias) => bias!.fill(huge),
};

const firstCheckpoint = "checkpoints/step-000000.safetensors";

/** Makes a run that is interrupted at step 0, with a checkpoint of a trap's weights. @returns the run's folder */
function trapped({ input, set }: Trap, changed: RunConfigInput = {}): string {
  const config = trainings.config({
    model: { hidden: [] },
    batchSize: 1,
    epochs: 1,
    limitTrainBatches: steps,
    ...input,
    ...changed,
  });
  const { folder } = createRun(trainings.runsFolder, config, new Date());
  const state = new TrainingState(config);
  set(...Array.from(state.model.parameters(), ({ data }) => data.fill(0)));
  mkdirSync(join(folder, "checkpoints"));
  const recorded = { reason: "fork", bestAccuracy: null, kernels: "wasm-simd128", dataset: null } as const;
  const bytes = encodeCheckpoint(state, config, 0, recorded);
  writeFileSync(join(folder, firstCheckpoint), bytes);
  const written = { file: firstCheckpoint, sha256: sha256(bytes), bytes: bytes.length };
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
  test("ends the run before that step's update, with the step, the last good checkpoint and advice", async () => {
    const folder = trapped(trap);
    const { training, state } = await trainings.start({ resume: { folder } });
    expect(await training.ended).toMatchObject({
      status: "failed",
      code: "divergence",
      error: `The loss was no longer a finite number at step ${trap.step + 1}, so training stopped before that update. The last good checkpoint is ${firstCheckpoint}; a smaller learning rate usually helps.`,
    });
    expect(trap.step).toBeGreaterThan(0);
    expect([...state.losses].map(Number.isFinite)).toEqual([...Array(trap.step).fill(true), false]);
    for (const file of [firstCheckpoint, "model.safetensors"])
      expect(isFiniteFile(join(folder, file)), file).toBe(true);
  });

  test("is a gap in the curve of a run with `continue`", async () => {
    const folder = trapped(trap, { onDivergence: "continue" });
    const { training, state } = await trainings.start({ resume: { folder } });
    expect(await training.ended).toMatchObject({ status: "finished" });
    expect(state.losses).toHaveLength(steps);
    expect([...state.losses].findIndex((loss) => !Number.isFinite(loss))).toBe(trap.step);
    expect(state.error).toBeUndefined();
  });
});

/** Resumes a run with a trap's weights and waits until the run has failed. */
async function fallInto(trap: Trap, changed?: RunConfigInput) {
  const folder = trapped(trap, changed);
  const { training, state } = await trainings.start({ resume: { folder } });
  const ended = await training.ended;
  expect(ended.status).toBe("failed");
  return { folder, state, error: ended.error };
}

test("gradients that overflow end the run before they are used, although the loss is finite", async () => {
  const { folder, state, error } = await fallInto(gradient);
  expect(error).toBe(
    `The gradients were no longer finite numbers at step ${gradient.step + 1}, so training stopped before that update. The last good checkpoint is ${firstCheckpoint}; a smaller learning rate usually helps.`,
  );
  expect([...state.losses].map(Number.isFinite)).toEqual(Array(gradient.step + 1).fill(true));
  expect(isFiniteFile(join(folder, "model.safetensors"))).toBe(true);
});

test.each([
  ["the next loss", steps],
  ["the end of the epoch", 1],
])(
  "weights that are not finite after an update are found by %s, and not saved",
  async (_, limitTrainBatches) => {
    const { folder, error } = await fallInto(update, { limitTrainBatches });
    expect(error).toBe(
      `The weights were no longer finite numbers after step ${update.step}, so training stopped without keeping them. The last good checkpoint is ${firstCheckpoint}; a smaller learning rate usually helps.`,
    );
    expect(existsSync(join(folder, "model.safetensors"))).toBe(false);
    expect(readdirSync(join(folder, "checkpoints"))).toEqual([basename(firstCheckpoint)]);
  },
);

test("a test loss that is not finite ends the run after that epoch, with its weights", async () => {
  const { folder, state, error } = await fallInto(nan, { limitTrainBatches: 1, epochs: 3 });
  expect(error).toBe(
    `The test loss was no longer a finite number after epoch 1, so training stopped. The last good checkpoint is ${firstCheckpoint}; a smaller learning rate usually helps.`,
  );
  expect(state.epochs).toHaveLength(1);
  expect(isFiniteFile(join(folder, "model.safetensors"))).toBe(true);
});

test("a run that diverges in its first epoch keeps its weights, and has no checkpoint", async () => {
  const { training, state } = await trainings.train({ learningRate: 100, weightDecay: 1, epochs: 1 });
  expect(await training.ended).toMatchObject({ status: "failed", code: "divergence" });
  expect(state.checkpoints).toEqual([]);
  expect(state.error).toContain("The run has no checkpoint; a smaller learning rate usually helps.");
  expect(isFiniteFile(join(training.folder, "model.safetensors"))).toBe(true);
});

test("a learning rate that is too high ends the run before its weights overflow", async () => {
  // At a learning rate of 100, this weight decay alone multiplies the weights by 1 − 100 · 1 = −99 in each step.
  const { training, state, until } = await trainings.pausedMidEpoch({
    model: { hidden: [] },
    weightDecay: 1,
  });
  await training.control({ action: "learningRate", value: 100 });
  await training.control({ action: "resume" });
  await until(({ status }) => status === "failed");
  await training.ended;
  const good = state.checkpoints.at(-1)!;
  // Which of the loss, the gradients and the weights overflows first is not known.
  expect(state.error).toMatch(
    /^The (loss|gradients|weights) w(as|ere) no longer (a finite number|finite numbers) a/,
  );
  expect(state.losses.slice(0, -1).every(Number.isFinite)).toBe(true);
  expect(state.error).toContain(`The last good checkpoint is ${good.file};`);
  expect(isFiniteFile(join(training.folder, good.file))).toBe(true);
});
