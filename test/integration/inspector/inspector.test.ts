import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CancellationTokenSource } from "vscode-jsonrpc";
import { Inspector } from "../../../src/client/Inspector";
import type { EvaluatedSet } from "../../../src/datasets/datasets";
import * as safetensors from "../../../src/formats/safetensors";
import * as questions from "../../../src/protocol/inspectorProtocol";
import { confusionMatrix } from "../../../src/runs/confusion";
import { readLayers } from "../../../src/runs/layers/layersFile";
import { decodeLine } from "../../../src/runs/logLine";
import { noPrediction } from "../../../src/runs/SampleHistory";
import { sample } from "../../support/sample";
import { Trainings } from "../trainer/trainings";

const inspectorPath = join(import.meta.dirname, "../../../dist/inspector.js");
const trainings = new Trainings();
const inspector = new Inspector({ inspectorPath });
afterAll(() => {
  inspector.dispose();
  trainings[Symbol.dispose]();
});

type Run = Awaited<ReturnType<Trainings["undisturbed"]>>;
let trained: Run;
let run: questions.InspectedRun;
beforeAll(async () => {
  trained = await trainings.undisturbed({
    epochs: 3,
    batchSize: 64,
    limitTrainBatches: null,
    learningRate: 0.05,
    shuffle: true,
    dataset: { validationSplit: 0.2 },
  });
  run = { folder: trained.training.folder, cacheFolder: trainings.cacheFolder };
});

const { train, test: testSet } = sample;
/** Number of images of the training set that are trained on. The others are held out for validation. */
const trainedOn = 3200;
const answersOf = (set: EvaluatedSet, epoch: number) =>
  inspector.ask(questions.answersRequest, { ...run, set, epoch });

describe("an inspector", () => {
  test("gives the facts of a run", async () => {
    expect(await inspector.ask(questions.factsRequest, run)).toMatchObject({
      dataset: "Sample set",
      image: [1, 28, 28],
      samples: { train: 4000, validation: 800, test: 1000 },
      epochs: [1, 2, 3],
      bestEpoch: trained.state.best!.epoch,
    });
  });

  test("gives the answers of an epoch, whose confusion matrix is the log's", async () => {
    for (const { epoch, confusion, testLoss, testAccuracy } of trained.state.epochs) {
      const { labels, predicted, probability, loss, confidence } = await answersOf("test", epoch);
      expect(confusionMatrix(labels, predicted, 10)).toEqual(confusion);
      expect([...labels]).toEqual([...testSet.labels]);
      const right = predicted.filter((one, index) => one === labels[index]).length;
      expect(right / labels.length).toBe(testAccuracy);
      expect(loss.reduce((sum, one) => sum + one) / loss.length).toBeCloseTo(testLoss!, 1);
      for (const [index, one] of confidence!.entries())
        expect(one).toBeGreaterThanOrEqual(probability[index]!);
    }
  });

  test("gives the answers on the validation set, whose confusion matrix is the log's", async () => {
    for (const { epoch, validationConfusion, validationLoss, validationAccuracy } of trained.state.epochs) {
      const { indices, labels, predicted, loss, margin } = await answersOf("validation", epoch);
      expect([...indices!]).toEqual(Array.from({ length: 800 }, (_, index) => trainedOn + index));
      expect([...labels]).toEqual([...train.labels.slice(trainedOn)]);
      expect(confusionMatrix(labels, predicted, 10)).toEqual(validationConfusion);
      const right = predicted.filter((one, index) => one === labels[index]).length;
      expect(right / 800).toBe(validationAccuracy);
      expect(loss.reduce((sum, one) => sum + one) / 800).toBeCloseTo(validationLoss!, 1);
      expect(margin).toHaveLength(800);
    }
  });

  test("gives the answers on the training set, from the forward passes of the training", async () => {
    const { epoch, trainAccuracy } = trained.state.epochs.at(-1)!;
    const { labels, predicted, probability, loss, confidence } = await answersOf("train", epoch);
    expect([...labels]).toEqual([...train.labels]);
    const right = predicted.filter((one, index) => one === labels[index]).length;
    expect(right / trainedOn).toBeCloseTo(trainAccuracy, 10);
    expect(probability.findIndex(Number.isNaN)).toBe(trainedOn);
    expect(predicted.indexOf(noPrediction)).toBe(trainedOn);
    expect(Math.exp(-loss[7]!)).toBeCloseTo(probability[7]!, 2);
    expect(confidence).toBeUndefined();
  });

  test("gives the history of the training images", async () => {
    const history = (await inspector.ask(questions.historiesRequest, run))!;
    expect(history.seen.every((seen, index) => seen === (index < trainedOn ? 3 : 0))).toBe(true);
    const accuracies = trained.state.epochs.map(({ trainAccuracy }) => trainAccuracy * trainedOn);
    expect(history.correct.reduce((sum, one) => sum + one, 0)).toBe(
      Math.round(accuracies.reduce((sum, one) => sum + one)),
    );
    expect(history.meanProbability).toHaveLength(4000);
    expect(history.spread.some((one) => one > 0.05)).toBe(true);
    expect(Math.max(...history.meanMargin.slice(0, trainedOn))).toBeGreaterThan(0);
  });

  test("gives what the run recorded of its layers, and the first filters by its weights", async () => {
    const { records, filters } = await inspector.ask(questions.insideRequest, run);
    expect(records).toEqual(readLayers(run.folder, trained.state.losses.length));
    expect(filters).toMatchObject({ layer: "linear_relu_stack.0", total: 16, height: 28, width: 28 });
    const weights = safetensors.read(readFileSync(join(run.folder, "model.safetensors"))).tensors;
    expect([...filters!.data]).toEqual([...weights.get("linear_relu_stack.0.weight")!.data]);
  });

  test("gives history and filters of a run whose log lists none of its checkpoints", async () => {
    const folder = join(trainings.folder, "without-logged-checkpoints");
    cpSync(run.folder, folder, { recursive: true });
    rmSync(join(folder, "model.safetensors"));
    const log = join(folder, "events.jsonl");
    const lines = readFileSync(log, "utf8").trimEnd().split("\n");
    const kept = lines.filter((line) => decodeLine(line)!.type !== "checkpoint");
    writeFileSync(log, `${kept.join("\n")}\n`);
    const other = { ...run, folder };
    const logged = await inspector.ask(questions.historiesRequest, run);
    expect(await inspector.ask(questions.historiesRequest, other)).toEqual(logged);
    const { filters } = await inspector.ask(questions.insideRequest, run);
    expect((await inspector.ask(questions.insideRequest, other)).filters).toEqual(filters);
  });

  test("gives images in the requested order", async () => {
    const images = await inspector.ask(questions.imagesRequest, { ...run, set: "test", indices: [999, 0] });
    expect([...images]).toEqual([...testSet.images.slice(999 * 784), ...testSet.images.slice(0, 784)]);
    const asked = inspector.ask(questions.imagesRequest, { ...run, set: "test", indices: [1000] });
    await expect(asked).rejects.toMatchObject({
      message: expect.stringMatching(/^There is no image 1000; the set has 1.?000 images.$/),
      code: questions.notInRun,
    });
  });

  test("gives the answers for an image over the epochs", async () => {
    for (const set of ["test", "train"] as const) {
      const story = await inspector.ask(questions.storyRequest, { ...run, set, index: 12 });
      expect(story.epochs).toEqual([1, 2, 3]);
      const each = [1, 2, 3].map(async (epoch) => (await answersOf(set, epoch)).probability[12]);
      expect([...story.probability]).toEqual(await Promise.all(each));
      expect(story.last?.[testSet.labels[12]!]).toBe(set === "test" ? story.probability[2] : undefined);
    }
    const index = trainedOn + 12;
    const story = await inspector.ask(questions.storyRequest, { ...run, set: "train", index });
    const each = [1, 2, 3].map(async (epoch) => (await answersOf("validation", epoch)).probability[12]);
    expect([...story.probability]).toEqual(await Promise.all(each));
    expect(story.last?.[train.labels[index]!]).toBe(story.probability[2]);
  });

  test("predicts as the run did, and gives the gradient on the image", async () => {
    const file = readFileSync(join(run.folder, "evaluation/epoch-0003.safetensors"));
    const recorded = safetensors.read(file).tensors.get("test.logProbabilities")!.data as Float32Array;
    const pixels = testSet.images.slice(0, 784);
    const { probabilities, saliency } = await inspector.ask(questions.predictRequest, { ...run, pixels });
    for (const [one, probability] of probabilities.entries())
      expect(probability).toBeCloseTo(Math.exp(recorded[one]!), 5);
    // With one hidden layer, the gradient of a logit by a pixel is a sum over the active units: the weight from the
    // pixel to the unit, times the weight from the unit to the logit.
    const { tensors } = safetensors.read(readFileSync(join(run.folder, "model.safetensors")));
    const array = (name: string) => tensors.get(`linear_relu_stack.${name}`)!.data as Float32Array;
    const predicted = probabilities.indexOf(Math.max(...probabilities));
    const expected = new Float64Array(784);
    for (const [unit, bias] of array("0.bias").entries()) {
      const weights = array("0.weight").subarray(unit * 784, (unit + 1) * 784);
      const sum = weights.reduce((total, weight, pixel) => total + (weight * pixels[pixel]!) / 255, bias);
      if (sum <= 0) continue;
      const onwards = array("2.weight")[predicted * 16 + unit]!;
      for (const [pixel, weight] of weights.entries()) expected[pixel]! += onwards * weight;
    }
    expect([...saliency]).toEqual([...expected].map((one) => expect.closeTo(one, 5)));
  });

  test("runs the test set through a checkpoint as the run did, to the bit", async () => {
    const second = trained.state.checkpoints.find(({ epoch }) => epoch === 2)!;
    const answer = await inspector.ask(questions.evaluateRequest, {
      ...run,
      set: "test",
      checkpoint: second.file,
    });
    expect(answer).toMatchObject({ file: second.file, epoch: 2, step: second.step });
    const { confusion, validationConfusion } = trained.state.epochs[1]!;
    expect(confusionMatrix(answer.labels, answer.predicted, answer.classes.length)).toEqual(confusion);
    const heldOut = await inspector.ask(questions.evaluateRequest, {
      ...run,
      set: "validation",
      checkpoint: second.file,
    });
    expect(confusionMatrix(heldOut.labels, heldOut.predicted, 10)).toEqual(validationConfusion);
    const newest = await inspector.ask(questions.evaluateRequest, { ...run, set: "test" });
    expect(newest).toMatchObject({ file: "model.safetensors", epoch: 3 });
    expect(confusionMatrix(newest.labels, newest.predicted, 10)).toEqual(trained.state.epochs[2]!.confusion);
  });

  test("gives the figures of each layer, and the units that no test image activates", async () => {
    const { arrays, units } = await inspector.ask(questions.layersRequest, run);
    const { tensors } = safetensors.read(readFileSync(join(run.folder, "model.safetensors")));
    expect(Object.fromEntries(arrays.map(({ name, shape }) => [name, shape]))).toEqual(
      Object.fromEntries([...tensors].map(([name, { shape }]) => [name, shape])),
    );
    for (const { name, mean, standardDeviation, norm, zeros } of arrays) {
      const data = [...(tensors.get(name)!.data as Float32Array)];
      const sum = (of: (one: number) => number) => data.reduce((total, one) => total + of(one), 0);
      const average = sum((one) => one) / data.length;
      expect(mean).toBeCloseTo(average, 8);
      expect(standardDeviation).toBeCloseTo(Math.sqrt(sum((one) => (one - average) ** 2) / data.length), 6);
      expect(norm).toBeCloseTo(Math.sqrt(sum((one) => one * one)), 6);
      expect(zeros).toBe(0);
    }
    expect(units).toEqual([{ name: "linear_relu_stack.1", units: 16, dead: expect.any(Number) }]);
    expect(units![0]!.dead).toBeLessThan(16);
  });

  test("refuses a question about something that a run does not have, and names it", async () => {
    await expect(answersOf("test", 9)).rejects.toMatchObject({
      message: "The run has no answers of epoch 9.",
      code: questions.notInRun,
    });
    const asked = inspector.ask(questions.evaluateRequest, {
      ...run,
      set: "test",
      checkpoint: "checkpoints/step-000009.safetensors",
    });
    await expect(asked).rejects.toMatchObject({ code: questions.notInRun });
    const folder = join(trainings.runsFolder, "nowhere");
    await expect(inspector.ask(questions.factsRequest, { ...run, folder })).rejects.toThrow(
      `The run nowhere is gone: there is no folder ${folder} any more.`,
    );
  });

  test("answers from a checkpoint where the weights of the end are missing", async () => {
    const folder = join(trainings.runsFolder, "damaged");
    cpSync(run.folder, folder, { recursive: true });
    rmSync(join(folder, "model.safetensors"));
    const answer = await inspector.ask(questions.evaluateRequest, { ...run, folder, set: "test" });
    expect(answer.file).toBe(trained.state.checkpoints.at(-1)!.file);
    expect(confusionMatrix(answer.labels, answer.predicted, 10)).toEqual(trained.state.epochs[2]!.confusion);
  });

  test("does not answer a question that was cancelled before its turn", async () => {
    const source = new CancellationTokenSource();
    const first = inspector.ask(questions.evaluateRequest, { ...run, set: "test" });
    const second = inspector.ask(questions.evaluateRequest, { ...run, set: "test" }, source.token);
    source.cancel();
    await expect(second).rejects.toMatchObject({ code: questions.questionCancelled });
    expect((await first).epoch).toBe(3);
  });
});

describe("the process of an inspector", () => {
  test("can be started before the first question", async () => {
    const own = new Inspector({ inspectorPath });
    own.prepare();
    const { pid } = (await own.process)!;
    await own.ask(questions.factsRequest, run);
    expect((await own.process)!.pid).toBe(pid);
    own.dispose();
  });

  test("ends when no question follows its start", async () => {
    const own = new Inspector({ inspectorPath, idleMs: 1 });
    own.prepare();
    await (await own.process)?.gone;
    await expect.poll(() => own.process).toBeUndefined();
    own.dispose();
  });

  test("is replaced at the next question after its death", async () => {
    const own = new Inspector({ inspectorPath });
    await own.ask(questions.factsRequest, run);
    process.kill((await own.process)!.pid!, "SIGKILL");
    // The question fails, unless `own` noticed the death of its process before the question.
    await own.ask(questions.factsRequest, run).catch((error: Error) => {
      expect(error.message).toBe("The process that holds the network ended unexpectedly: signal SIGKILL.");
    });
    expect((await own.ask(questions.factsRequest, run)).epochs).toEqual([1, 2, 3]);
    own.dispose();
  });

  test("ends when it is idle, and is started again by the next question", async () => {
    const own = new Inspector({ inspectorPath, idleMs: 1 });
    await own.ask(questions.factsRequest, run);
    // The process has been idle since its answer, and may already be gone.
    await (await own.process)?.gone;
    expect((await own.ask(questions.factsRequest, run)).epochs).toEqual([1, 2, 3]);
    own.dispose();
  });

  test("ends with its client", async () => {
    const own = new Inspector({ inspectorPath });
    await own.ask(questions.factsRequest, run);
    const { gone } = (await own.process)!;
    own.dispose();
    await gone;
    await expect(own.ask(questions.factsRequest, run)).rejects.toThrow("The window is being closed.");
  });
});
