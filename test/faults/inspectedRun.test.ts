/** An inspector reads runs of unknown origin and damaged runs. */
import {
  appendFileSync,
  cpSync,
  existsSync,
  linkSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { basename, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Inspector } from "../../src/client/Inspector";
import { rememberLocation } from "../../src/data/dataLocations";
import { sha256 } from "../../src/files/sha256";
import * as safetensors from "../../src/formats/safetensors";
import * as questions from "../../src/protocol/inspectorProtocol";
import { dataNotFound } from "../../src/protocol/modelProtocol";
import { encodeLine } from "../../src/runs/logLine";
import type { RunConfig } from "../../src/runs/RunConfig";
import type { EvaluationEvent, RunEvent } from "../../src/runs/RunEvent";
import { Trainings } from "../integration/trainer/trainings";
import { RunFolder } from "../unit/host/runFolder";
import { config, started } from "../unit/runs/exampleEvents";

const inspectorPath = join(import.meta.dirname, "../../dist/inspector.js");
const trainings = new Trainings();
const inspector = new Inspector({ inspectorPath });
afterAll(() => {
  inspector.dispose();
  trainings[Symbol.dispose]();
});

let original: string;
beforeAll(async () => {
  const { training } = await trainings.undisturbed({ epochs: 2, batchSize: 64, limitTrainBatches: null });
  original = training.folder;
});

let copies = 0;
/** @returns the folder of a copy of the run */
function copy(): string {
  const folder = join(trainings.runsFolder, `copy-${copies++}`);
  cpSync(original, folder, { recursive: true });
  return folder;
}

const { cacheFolder } = trainings;
const answers = (folder: string, epoch = 2) =>
  inspector.ask(questions.answersRequest, { folder, cacheFolder, set: "test", epoch });
const second = "evaluation/epoch-0002.safetensors";

function append(folder: string, event: RunEvent): void {
  appendFileSync(join(folder, "events.jsonl"), `${encodeLine(event)}\n`);
}

/** Replaces the file of the second epoch's answers, and logs the new file with its true SHA-256. */
function replaceAnswers(folder: string, bytes: Uint8Array, about: Partial<EvaluationEvent> = {}): void {
  writeFileSync(join(folder, second), bytes);
  append(folder, {
    type: "evaluation",
    file: second,
    epoch: 2,
    sha256: sha256(bytes),
    bytes: bytes.length,
    seconds: 9,
    ...about,
  });
}

type Arrays = Map<string, safetensors.StoredArray>;

function changed(change: (tensors: Arrays, metadata: Record<string, string>) => void): Uint8Array {
  const { tensors, metadata } = safetensors.read(readFileSync(join(original, second)));
  const texts = { ...metadata };
  change(tensors, texts);
  return safetensors.write(tensors, texts);
}

const cannot = (folder: string, why: string, remedy = "") =>
  `The file of answers ${join(folder, second)} cannot be used: ${why}${remedy}.`;

describe("recorded answers are refused in one sentence", () => {
  test("where one byte differs", async () => {
    const folder = copy();
    const bytes = readFileSync(join(folder, second));
    bytes[bytes.length - 1]! ^= 1;
    writeFileSync(join(folder, second), bytes);
    await expect(answers(folder)).rejects.toThrow(
      cannot(folder, "its SHA-256 is not the one in the run's log"),
    );
    expect((await answers(folder, 1)).labels).toHaveLength(1000);
  });

  test.each<[string, (tensors: Arrays, metadata: Record<string, string>) => void, string]>([
    [
      "an array is missing",
      (tensors) => tensors.delete("train.loss"),
      "its train.loss is not one figure for each image of the data set",
    ],
    [
      "an array is of another type",
      (tensors) => tensors.set("test.predicted", { shape: [1000], data: new Uint16Array(1000) }),
      "its test.predicted is not one figure for each image of the data set",
    ],
    [
      "there are fewer images",
      (tensors) => tensors.set("test.logProbabilities", { shape: [900, 10], data: new Float32Array(9000) }),
      "its test.logProbabilities is not one figure for each image of the data set",
    ],
    [
      "there are other classes",
      (tensors) => tensors.set("test.logProbabilities", { shape: [2000, 5], data: new Float32Array(10_000) }),
      "its test.logProbabilities is not one figure for each image of the data set",
    ],
    [
      "a class does not exist",
      (tensors) => tensors.set("train.predicted", { shape: [4000], data: new Uint8Array(4000).fill(10) }),
      "its train.predicted names a class that the data set does not have",
    ],
    [
      "it is of another format",
      (_, metadata) => (metadata.format = "x"),
      "it is of a format that this version cannot read",
    ],
    [
      "it is of another epoch",
      (_, metadata) => (metadata.epoch = "1"),
      "it is not of epoch 2, as the run's log says",
    ],
    [
      "it is longer than the data set allows",
      (tensors) => tensors.set("more", { shape: [200_000], data: new Uint8Array(200_000) }),
      "it is longer than 126544 bytes",
    ],
  ])("where %s", async (_, change, why) => {
    const folder = copy();
    replaceAnswers(folder, changed(change));
    await expect(answers(folder)).rejects.toThrow(cannot(folder, why));
  });

  test("where it is no safetensors file", async () => {
    const folder = copy();
    replaceAnswers(folder, Buffer.from("no such file, but of some length"));
    await expect(answers(folder)).rejects.toThrow(
      /^The file of answers .* it is no valid safetensors file \(/,
    );
  });

  test("where the log names a file elsewhere", async () => {
    const folder = copy();
    const bytes = readFileSync(join(folder, second));
    replaceAnswers(folder, bytes, { file: "../outside.safetensors" });
    await expect(answers(folder)).rejects.toThrow(
      `The file of answers ${join(folder, "../outside.safetensors")} cannot be used: it has not the name of one.`,
    );
  });

  test("where a link is in the place of the file or of the folder", async () => {
    const outside = join(trainings.folder, "outside");
    cpSync(join(original, "evaluation"), outside, { recursive: true });
    const linked = copy();
    rmSync(join(linked, second));
    symlinkSync(join(outside, "epoch-0002.safetensors"), join(linked, second));
    await expect(answers(linked)).rejects.toThrow(/ is not opened: .*symbolic link/);
    const hard = copy();
    rmSync(join(hard, second));
    linkSync(join(outside, "epoch-0002.safetensors"), join(hard, second));
    await expect(answers(hard)).rejects.toThrow(/ is not opened: .*hard link/);
    const folderLink = copy();
    rmSync(join(folderLink, "evaluation"), { recursive: true });
    symlinkSync(outside, join(folderLink, "evaluation"));
    await expect(answers(folderLink)).rejects.toThrow(/ is not opened: .*symbolic link/);
  });
});

test("an image's story leaves out the epochs whose answers cannot be read", async () => {
  const folder = copy();
  rmSync(join(folder, second));
  const story = () => inspector.ask(questions.storyRequest, { folder, cacheFolder, set: "train", index: 3 });
  expect((await story()).epochs).toEqual([1]);
  rmSync(join(folder, "evaluation"), { recursive: true });
  // The first inspector has the evaluation in memory. A new inspector has to read the evaluation's file.
  const other = new Inspector({ inspectorPath });
  const asked = other.ask(questions.storyRequest, { folder, cacheFolder, set: "train", index: 3 });
  await expect(asked).rejects.toThrow(
    cannot(folder, "it is not there", "; put a copy of that file back, or train again"),
  );
  other.dispose();
});

test("the histories of the images come from the second newest checkpoint if the newest one is damaged", async () => {
  const folder = copy();
  const [newest] = (await trainings.recorded(basename(folder))).checkpoints.slice(-1);
  writeFileSync(join(folder, newest!.file), "damaged");
  const history = (await inspector.ask(questions.historiesRequest, { folder, cacheFolder }))!;
  expect(history.seen.every((seen) => seen === 1)).toBe(true);
});

test("the validation set of a run that has none is named as missing", async () => {
  const run = { folder: original, cacheFolder, set: "validation" } as const;
  const sentence = "The run has no validation set; it was trained without a validation split.";
  await expect(inspector.ask(questions.evaluateRequest, run)).rejects.toThrow(sentence);
  await expect(inspector.ask(questions.answersRequest, { ...run, epoch: 2 })).rejects.toThrow(sentence);
});

describe("weights", () => {
  test("of another network are refused, though the log has their SHA-256", async () => {
    const folder = copy();
    rmSync(join(folder, "checkpoints"), { recursive: true });
    const bytes = safetensors.write([["weight", { shape: [2], data: new Float32Array(2) }]]);
    writeFileSync(join(folder, "model.safetensors"), bytes);
    append(folder, {
      type: "checkpoint",
      file: "model.safetensors",
      epoch: 2,
      step: 126,
      reason: "end",
      sha256: sha256(bytes),
      bytes: bytes.length,
      seconds: 9,
    });
    const asked = inspector.ask(questions.evaluateRequest, {
      folder,
      cacheFolder,
      set: "test",
      checkpoint: "model.safetensors",
    });
    await expect(asked).rejects.toThrow(
      `The weights in ${join(folder, "model.safetensors")} cannot be used: its linear_relu_stack.0.weight is not of the run's network; put a copy of that file back, or choose a checkpoint of the run.`,
    );
  });

  test("are not applied to an image of another size", async () => {
    const asked = inspector.ask(questions.predictRequest, {
      folder: original,
      cacheFolder,
      pixels: new Uint8Array(3),
    });
    await expect(asked).rejects.toThrow("The image has 3 bytes, and the network takes 784.");
  });
});

describe("the data of a run", () => {
  let number = 0;
  /**
   * Makes a run whose log says that it was trained on Fashion-MNIST from the folder `location`. An empty `location`
   * stands for the cache folder.
   * @returns the run's folder
   */
  function runWith(location: string): string {
    const dataset = { ...config.dataset, name: "fashion-mnist", location } as RunConfig["dataset"];
    const evaluated: RunEvent = {
      type: "evaluation",
      file: second,
      epoch: 2,
      sha256: "0".repeat(64),
      bytes: 100,
      seconds: 2,
    };
    return new RunFolder(trainings.runsFolder, `named-${number++}`, 9).append(
      { ...started, config: { ...config, dataset } },
      evaluated,
    ).folder;
  }
  const cache = join(trainings.folder, "empty-cache");
  const images = (folder: string, about: Partial<questions.InspectedRun> = {}) =>
    inspector.ask(questions.imagesRequest, {
      folder,
      cacheFolder: cache,
      set: "test",
      indices: [0],
      ...about,
    });

  test("is not looked for in a folder that the user never chose", async () => {
    const location = join(trainings.folder, "data");
    const folder = runWith(location);
    await expect(images(folder)).rejects.toMatchObject({
      code: questions.folderNotChosen,
      message: expect.stringContaining(
        `was trained on data in ${location}, where nothing has been trained from here`,
      ),
    });
    await expect(images(folder, { elsewhere: [join(trainings.folder, "setting")] })).rejects.toMatchObject({
      code: questions.folderNotChosen,
    });
    await rememberLocation(cache, location);
    await expect(images(folder)).rejects.toMatchObject({
      code: dataNotFound,
      message: expect.stringContaining(location),
    });
  });

  test("is not downloaded", async () => {
    const empty = join(trainings.folder, "no-cache");
    const asked = images(runWith(""), { cacheFolder: empty });
    await expect(asked).rejects.toMatchObject({
      code: dataNotFound,
      message: "Fashion-MNIST is not on this machine.",
    });
    expect(existsSync(empty)).toBe(false);
  });

  test("is not needed for the facts of the run", async () => {
    const facts = await inspector.ask(questions.factsRequest, { folder: runWith(""), cacheFolder: cache });
    expect(facts).toMatchObject({ samples: { train: 60_000, test: 10_000 }, epochs: [2] });
  });
});

test("a run whose folder is moved away is named in one sentence", async () => {
  const folder = copy();
  await answers(folder);
  renameSync(folder, `${folder}-moved`);
  await expect(answers(folder)).rejects.toThrow(
    `The run ${basename(folder)} is gone: there is no folder ${folder} any more.`,
  );
});
