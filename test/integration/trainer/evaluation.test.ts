import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fromFloat16 } from "../../../src/formats/float16";
import * as safetensors from "../../../src/formats/safetensors";
import { confusionMatrix } from "../../../src/runs/confusion";
import type { EpochEvent } from "../../../src/runs/RunEvent";
import { sample } from "../../support/sample";
import { Trainings } from "./trainings";

const trainings = new Trainings();
afterAll(() => trainings[Symbol.dispose]());

type Run = Awaited<ReturnType<Trainings["undisturbed"]>>;

function tensorsOf(folder: string, file: string) {
  return safetensors.read(readFileSync(join(folder, file))).tensors;
}

function halves(folder: string, file: string, name: string): Float32Array {
  return fromFloat16(tensorsOf(folder, file).get(name)!.data as Uint16Array);
}

describe("what a run records of its answers", () => {
  let run: Run;
  beforeAll(async () => {
    run = await trainings.undisturbed({
      epochs: 2,
      batchSize: 64,
      limitTrainBatches: null,
      learningRate: 0.05,
    });
  });

  test("is one file for each epoch, with an event before the epoch's checkpoint", async () => {
    const events = await trainings.loggedEvents(run.training.id);
    const kinds = events
      .map(({ type }) => type)
      .filter((type) => ["epoch", "evaluation", "checkpoint"].includes(type));
    expect(kinds).toEqual([
      "epoch",
      "evaluation",
      "checkpoint",
      "epoch",
      "evaluation",
      "checkpoint",
      "checkpoint",
    ]);
    expect(run.state.evaluations.map(({ file, epoch }) => [file, epoch])).toEqual([
      ["evaluation/epoch-0001.safetensors", 1],
      ["evaluation/epoch-0002.safetensors", 2],
    ]);
  });

  test("gives the epoch's confusion matrix", () => {
    const { folder } = run.training;
    const { labels } = sample.test;
    for (const { epoch, confusion, testAccuracy } of run.state.epochs) {
      const file = `evaluation/epoch-000${epoch}.safetensors`;
      const predicted = tensorsOf(folder, file).get("test.predicted")!.data as Uint8Array;
      expect(confusionMatrix(labels, predicted, confusion.length)).toEqual(confusion);
      expect(testAccuracy).toBeGreaterThan(0.2);
    }
  });

  test("has logarithms of probabilities, of which that of the prediction is the highest", () => {
    const { folder } = run.training;
    const file = "evaluation/epoch-0002.safetensors";
    const logarithms = tensorsOf(folder, file).get("test.logProbabilities")!.data as Float32Array;
    const predicted = tensorsOf(folder, file).get("test.predicted")!.data;
    const classes = logarithms.length / predicted.length;
    for (const [index, one] of predicted.entries()) {
      const row = logarithms.subarray(index * classes, (index + 1) * classes).map(Math.exp);
      expect(row[Number(one)]).toBe(Math.max(...row));
      expect(Math.abs(row.reduce((sum, share) => sum + share) - 1)).toBeLessThan(1e-5);
    }
  });

  test("gives the epoch's loss and accuracy on the training set", () => {
    const { folder } = run.training;
    const [last] = run.state.epochs.slice(-1);
    const loss = halves(folder, "evaluation/epoch-0002.safetensors", "train.loss");
    const probability = halves(folder, "evaluation/epoch-0002.safetensors", "train.probability");
    const mean = loss.reduce((sum, one) => sum + one, 0) / loss.length;
    // The log has the mean over the batches, in which the images of the short last batch count more.
    expect(mean).toBeCloseTo(last!.trainLoss!, 2);
    expect(
      Math.max(...probability.map((one, index) => Math.abs(one - Math.exp(-loss[index]!)))),
    ).toBeLessThan(2e-3);
    const [checkpoint] = run.state.checkpoints.slice(-1);
    const history = tensorsOf(folder, checkpoint!.file);
    const correct = history.get("history.correct")!.data as Uint16Array;
    const trainAccuracies = run.state.epochs.map(({ trainAccuracy }) => trainAccuracy * loss.length);
    expect(correct.reduce((sum, one) => sum + one, 0)).toBe(
      Math.round(trainAccuracies.reduce((sum, one) => sum + one)),
    );
    expect(history.get("history.seen")!.data.every((seen) => seen === 2)).toBe(true);
  });
});

test("a run that is to record nothing has neither files nor a history", async () => {
  const { training } = await trainings.train({
    epochs: 1,
    limitTrainBatches: 20,
    evaluation: { record: false },
  });
  await training.ended;
  expect(readdirSync(training.folder)).not.toContain("evaluation");
  const { checkpoints, evaluations } = await trainings.recorded(training.id);
  expect(evaluations).toEqual([]);
  expect(
    [...tensorsOf(training.folder, checkpoints[0]!.file).keys()].filter((name) => name.startsWith("history")),
  ).toEqual([]);
});

test("the files of the first 32 epochs stay, then fewer, with the best and the last", async () => {
  const { training, state } = await trainings.undisturbed({
    epochs: 40,
    batchSize: 64,
    limitTrainBatches: 2,
    dataset: { name: "sample" },
  });
  const best = state.best!.epoch;
  const first = Array.from({ length: 32 }, (_, index) => index + 1);
  const stay = [...new Set([...first, 34, 36, 38, 40, best])].sort((a, b) => a - b);
  const names = stay.map((epoch) => `epoch-${String(epoch).padStart(4, "0")}.safetensors`);
  expect(readdirSync(join(training.folder, "evaluation")).sort()).toEqual(names);
  expect(state.evaluations.map(({ epoch }) => epoch)).toEqual(stay);
});

test("a run has answers for the images that are held out for validation, which were not trained on", async () => {
  const { training, state } = await trainings.undisturbed({
    epochs: 1,
    batchSize: 64,
    limitTrainBatches: null,
    dataset: { validationSplit: 0.25, exclude: [5, 3500] },
  });
  expect(state.dataset).toMatchObject({ trainSamples: 4000, validationSamples: 999, stepsPerEpoch: 47 });
  const [{ validationConfusion, validationAccuracy }] = state.epochs as [EpochEvent];
  const tensors = tensorsOf(training.folder, "evaluation/epoch-0001.safetensors");
  const { shape, data } = tensors.get("validation.predicted")!;
  expect([shape, tensors.get("validation.logProbabilities")!.shape]).toEqual([[999], [999, 10]]);
  const labels = sample.train.labels.filter((_, index) => index >= 3000 && index !== 3500);
  expect(confusionMatrix(labels, data as Uint8Array, 10)).toEqual(validationConfusion);
  const right = labels.filter((label, index) => label === data[index]).length;
  expect(validationAccuracy).toBe(right / 999);
  const probability = halves(training.folder, "evaluation/epoch-0001.safetensors", "train.probability");
  const unseen = [...probability.keys()].filter((index) => Number.isNaN(probability[index]));
  expect(unseen).toEqual([5, ...Array.from({ length: 1000 }, (_, index) => 3000 + index)]);
});

test("an image that is not seen in an epoch has no probability there", async () => {
  const { training } = await trainings.undisturbed({
    epochs: 1,
    batchSize: 64,
    limitTrainBatches: 3,
    shuffle: true,
  });
  const probability = halves(training.folder, "evaluation/epoch-0001.safetensors", "train.probability");
  expect(probability.filter((one) => !Number.isNaN(one))).toHaveLength(3 * 64);
});
