import { afterAll, expect, test } from "vitest";
import { applyEvent, foldEvents } from "../../../src/runs/applyEvent";
import { courseOf } from "../../../src/runs/diagnoses/Course";
import { diagnose } from "../../../src/runs/diagnoses/diagnose";
import type { LayerRecord } from "../../../src/runs/layers/LayerRecord";
import { train } from "../../../src/trainer/train";
import { sample } from "../../support/sample";
import { Trainings } from "./trainings";

const trainings = new Trainings();
afterAll(() => trainings[Symbol.dispose]());

const kinds = (events: readonly { type: string }[]) =>
  events.map(({ type }) => type).filter((type) => ["epoch", "diagnosis", "checkpoint"].includes(type));

test("a learning rate that is too low is diagnosed once, before the epoch's checkpoint", async () => {
  const { training } = await trainings.undisturbed({
    epochs: 2,
    batchSize: 8,
    limitTrainBatches: 250,
    learningRate: 1e-6,
  });
  const events = await trainings.loggedEvents(training.id);
  expect(kinds(events)).toEqual(["epoch", "diagnosis", "checkpoint", "epoch", "checkpoint", "checkpoint"]);
  expect(events.find(({ type }) => type === "diagnosis")).toMatchObject({
    rule: "learningRateTooLow",
    epoch: 1,
    step: 250,
    figures: { rate: 1e-6 },
  });
});

test("a run that diverges has the diagnosis that its learning rate was too high", async () => {
  const { training, state } = await trainings.train({
    learningRate: 100,
    weightDecay: 1,
  });
  expect(await training.ended).toMatchObject({ status: "failed", code: "divergence" });
  expect(state.diagnoses.map(({ rule }) => rule)).toContain("learningRateTooHigh");
});

test("a run that learns has no diagnosis, also when it is resumed", async () => {
  const { training } = await trainings.undisturbed({
    epochs: 2,
    batchSize: 8,
    limitTrainBatches: null,
    learningRate: 0.02,
  });
  const resumed = await trainings.start({ resume: { folder: training.folder, epochs: 3 } });
  await resumed.training.ended;
  expect((await trainings.recorded(training.id)).diagnoses).toEqual([]);
});

test("a network that is trained on labels in another order has the diagnosis of guessing", async () => {
  const { train: trainSet, test: testSet } = sample;
  // Each row gets the label of another row. The factor 7919 makes this label independent of the row's own label.
  const { labels } = trainSet;
  const moved = labels.map((_, row) => labels[(row * 7919 + 13) % labels.length]!);
  const state = foldEvents([]);
  const layers: LayerRecord[] = [];
  const config = trainings.config({ epochs: 2, batchSize: 16, limitTrainBatches: null, learningRate: 0.02 });
  const sets = { trainSet: { ...trainSet, labels: moved }, testSet };
  applyEvent(state, { type: "started", time: "", config });
  applyEvent(state, {
    type: "dataset",
    name: "sample",
    source: "built-in",
    trainSamples: trainSet.length,
    testSamples: testSet.length,
    stepsPerEpoch: Math.ceil(trainSet.length / 16),
  });
  await train({
    config,
    data: sets,
    emit: (event) => applyEvent(state, event),
    clock: () => performance.now() / 1000,
    signal: new AbortController().signal,
    saveLayers: (record) => layers.push(record),
  });
  expect(diagnose(courseOf(state, layers, false)!).map(({ rule }) => rule)).toEqual(["chance"]);
});
