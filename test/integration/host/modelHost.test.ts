import { join } from "node:path";
import { MessageChannel } from "node:worker_threads";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createMessageConnection, ErrorCodes } from "vscode-jsonrpc";
import { PortMessageReader, PortMessageWriter } from "vscode-jsonrpc/node";
import { Inspector } from "../../../src/client/Inspector";
import { ModelHost } from "../../../src/host/ModelHost";
import * as model from "../../../src/protocol/modelProtocol";
import type { RunConfig } from "../../../src/runs/RunConfig";
import { RunFolder } from "../../unit/host/runFolder";
import { config, started } from "../../unit/runs/exampleEvents";
import { Trainings } from "../trainer/trainings";

const trainings = new Trainings();
const inspector = new Inspector({ inspectorPath: join(import.meta.dirname, "../../../dist/inspector.js") });
const runs = new Map<string, { folder: string; name: string }>();
const host = new ModelHost({
  inspector,
  find: (id) => runs.get(id),
  cacheFolder: trainings.cacheFolder,
  dataset: () => "sample",
  dataFolders: () => [],
});
const { port1, port2 } = new MessageChannel();
const [hosts, view] = [port1, port2].map((port) =>
  createMessageConnection(new PortMessageReader(port), new PortMessageWriter(port)),
) as [ReturnType<typeof createMessageConnection>, ReturnType<typeof createMessageConnection>];
const answering = host.answer(hosts);
hosts.listen();
view.listen();

afterAll(() => {
  answering.dispose();
  inspector.dispose();
  port1.close();
  trainings[Symbol.dispose]();
});

beforeAll(async () => {
  const { training } = await trainings.undisturbed({ epochs: 1, batchSize: 64, limitTrainBatches: 20 });
  runs.set("trained", { folder: training.folder, name: "brisk-linen" });
});

test("a view gets the description of a data set, also without a run", async () => {
  const description = await view.sendRequest(model.dataRequest, {});
  expect(description).toEqual(await view.sendRequest(model.dataRequest, { runId: "trained" }));
  const { dataset, sets, examples, means, duplicates } = description;
  expect(dataset).toBe("Sample set");
  expect(sets.train).toMatchObject({ samples: 4000, counts: Array(10).fill(400) });
  expect(examples.indices).toHaveLength(100);
  const { runId, set } = { runId: "trained", set: "train" } as const;
  const images = await view.sendRequest(model.imagesRequest, { runId, set, indices: [...examples.indices] });
  expect(examples.images).toEqual(images);
  expect(means).toHaveLength(10 * 784);
  expect(duplicates).toEqual({ train: 0, test: 0, between: 0 });
});

test("a view gets the facts, the answers and the images of a listed run", async () => {
  const run = { runId: "trained" };
  expect(await view.sendRequest(model.factsRequest, run)).toMatchObject({ name: "brisk-linen", epochs: [1] });
  const answers = await view.sendRequest(model.answersRequest, { ...run, set: "train", epoch: 1 });
  expect(answers.probability).toBeInstanceOf(Float32Array);
  expect(answers.predicted.filter((one) => one < 10)).toHaveLength(20 * 64);
  const images = await view.sendRequest(model.imagesRequest, { ...run, set: "test", indices: [1, 2] });
  expect(images).toHaveLength(2 * 784);
  const { seen } = (await view.sendRequest(model.historiesRequest, run))!;
  expect(seen.reduce((sum, one) => sum + one, 0)).toBe(20 * 64);
  const story = await view.sendRequest(model.storyRequest, { ...run, set: "test", index: 1 });
  expect(story.last).toHaveLength(10);
  const { probabilities } = await view.sendRequest(model.predictRequest, {
    ...run,
    pixels: images.slice(784),
  });
  expect(probabilities.reduce((sum, one) => sum + one)).toBeCloseTo(1, 5);
});

test.each([
  ["a set that does not exist", model.answersRequest, { set: "all", epoch: 1 }],
  ["an epoch that is no number", model.answersRequest, { set: "test", epoch: "1" }],
  ["indices below 0", model.imagesRequest, { set: "test", indices: [-1] }],
  [
    "more images than one answer has",
    model.imagesRequest,
    { set: "test", indices: new Array(20_001).fill(0) },
  ],
  ["pixels that are no bytes", model.predictRequest, { pixels: [1, 2, 3] }],
  ["more pixels than an image has", model.predictRequest, { pixels: new Uint8Array(785) }],
])("a message with %s is refused", async (_, { method }, about) => {
  await expect(view.sendRequest(method, { runId: "trained", ...about })).rejects.toMatchObject({
    code: ErrorCodes.InvalidParams,
  });
});

test("a run that is not listed is refused in one sentence", async () => {
  await expect(view.sendRequest(model.factsRequest, { runId: "../other" })).rejects.toThrow(
    "The run ../other no longer exists.",
  );
});

test("data in a folder that only the run names is reported as not found, with the reason", async () => {
  const dataset = { ...config.dataset, name: "fashion-mnist", location: "/nowhere" } as RunConfig["dataset"];
  const { folder } = new RunFolder(trainings.runsFolder, "named", 9).append({
    ...started,
    config: { ...config, dataset },
  });
  runs.set("named", { folder, name: "named" });
  const asked = view.sendRequest(model.imagesRequest, { runId: "named", set: "test", indices: [0] });
  await expect(asked).rejects.toMatchObject({
    code: model.dataNotFound,
    message: expect.stringContaining("that folder is not read unasked"),
  });
});
