import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encode as encodePng } from "fast-png";
import { encode as encodeJpeg } from "jpeg-js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { EpochEvent, RunEvent } from "../../../src/runs/RunEvent";
import { removeFolder } from "../../support/removeFolder";
import { sample } from "../../support/sample";
import { parseLines, runCli, trainSample } from "./runCli";

const folder = mkdtempSync(join(tmpdir(), "inspect-"));
afterAll(() => removeFolder(folder));

const run = (...args: string[]) => runCli(args, folder);
async function ok(...args: string[]): Promise<string[]> {
  const { code, stdout, stderr } = await run(...args);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return stdout.trimEnd().split("\n");
}
const json = async (...args: string[]) => (await ok(...args, "--json")).map((line) => JSON.parse(line));

let events: RunEvent[];
let epochs: EpochEvent[];
beforeAll(async () => {
  const options = ["--epochs", "2", "--shuffle", "--learning-rate", "0.05", "--momentum", "0.9"];
  const split = ["--validation-split", "0.2"];
  const { stdout } = await run(...trainSample, ...options, ...split, "--name", "tried", "--json");
  events = parseLines(stdout);
  epochs = events.filter((event) => event.type === "epoch");
});

describe("evaluate", () => {
  test("prints the matrix of the run's last epoch, and the figures of each class", async () => {
    const [figures, ...others] = await json("evaluate", "tried");
    expect(others).toEqual([]);
    const { confusion, testAccuracy } = epochs.at(-1)!;
    expect(figures).toMatchObject({
      name: "tried",
      checkpoint: "model.safetensors",
      epoch: 2,
      samples: 1000,
      accuracy: testAccuracy,
      confusion,
    });
    for (const [index, { name, labelled, recall }] of figures.classes.entries()) {
      expect(labelled).toBe(100);
      expect(recall).toBe(confusion[index]![index]! / 100);
      expect(name).toBe(sample.test.classes[index]);
    }
    expect(figures.calibration.bins).toHaveLength(10);
    expect(figures.calibration.error).toBeGreaterThan(0);
  });

  test("evaluates the images that are held out for validation, or those that are trained on", async () => {
    const [figures, ...samples] = await json("evaluate", "tried", "--set", "validation", "--samples");
    const { validationConfusion, validationAccuracy } = epochs.at(-1)!;
    expect(figures).toMatchObject({
      set: "validation",
      samples: 800,
      accuracy: validationAccuracy,
      confusion: validationConfusion,
    });
    const { labels } = sample.train;
    expect(samples.map(({ index, label }) => [index, label])).toEqual(
      Array.from(labels.slice(3200), (label, place) => [3200 + place, label]),
    );
    expect((await ok("evaluate", "tried", "--set", "validation"))[0]).toMatch(
      / on 800 images held out for validation\.$/,
    );
    const [trained] = await json("evaluate", "tried", "--set", "train");
    expect(trained).toMatchObject({ set: "train", samples: 3200 });
  });

  test("uses the weights of a checkpoint, and prints the answer for every image", async () => {
    const { file } = events.find((event) => event.type === "checkpoint")!;
    const [figures, ...samples] = await json("evaluate", "tried", "--checkpoint", file, "--samples");
    expect(figures).toMatchObject({ checkpoint: file, epoch: 1, confusion: epochs[0]!.confusion });
    expect(samples).toHaveLength(1000);
    const { labels } = sample.test;
    for (const { index, label, predicted, probabilities } of samples) {
      expect(label).toBe(labels[index]);
      expect(probabilities.indexOf(Math.max(...probabilities))).toBe(predicted);
    }
  });

  test("prints tables for a reader", async () => {
    const lines = await ok("evaluate", "tried", "--samples");
    expect(lines[0]).toMatch(
      /^tried, model\.safetensors after 2 epochs: accuracy \d+\.\d% on 1,000 images\.$/,
    );
    expect(lines).toContainEqual(expect.stringMatching(/^6 Shirt +(\d+ +){9}\d+$/));
    expect(lines).toContainEqual(expect.stringMatching(/^Expected calibration error: \d+\.\d%$/));
    expect(lines.at(-1)).toMatch(/^999 {2}[^ ].* {2}.+ \d+\.\d%/);
  });
});

describe("suspects", () => {
  test("lists the training images with the lowest scores in the history", async () => {
    const listed = await json("suspects", "tried", "--limit", "10");
    expect(listed).toHaveLength(10);
    const scores = listed.map(({ score }) => score);
    expect(scores).toEqual(scores.toSorted((a, b) => a - b));
    const { labels, classes } = sample.train;
    for (const { index, label, labelName } of listed) {
      expect(label).toBe(labels[index]);
      expect(labelName).toBe(classes[label]);
    }
    expect(scores[0]).toBeGreaterThanOrEqual(0);
    expect(scores[0]).toBeLessThan(0.2);
    const [first] = await json("suspects", "tried", "--score", "margin", "--limit", "1");
    expect(first.score).toBeLessThan(0);
  });

  test("lists the test images with the highest loss", async () => {
    const [first, second] = await json(
      "suspects",
      "tried",
      "--set",
      "test",
      "--score",
      "loss",
      "--limit",
      "2",
    );
    expect(first.score).toBeGreaterThan(second.score);
    expect(first.predicted).not.toBe(first.label);
    const [worst] = await json("suspects", "tried", "--set", "test", "--score", "margin", "--limit", "1");
    expect(worst.score).toBeLessThan(0);
    expect(worst.predicted).not.toBe(worst.label);
  });

  test("lists the images that are held out for validation by their number in the training set", async () => {
    const listed = await json("suspects", "tried", "--set", "validation", "--limit", "5");
    expect(listed).toHaveLength(5);
    for (const { index, label } of listed) {
      expect(index).toBeGreaterThanOrEqual(3200);
      expect(label).toBe(sample.train.labels[index]);
    }
    expect((await json("suspects", "tried", "--limit", "4000")).every(({ index }) => index < 3200)).toBe(
      true,
    );
  });

  test("prints a table for a reader", async () => {
    const [titles, ...lines] = await ok("suspects", "tried", "--limit", "3");
    expect(titles).toMatch(/^image +label +prediction +probability$/);
    expect(lines).toHaveLength(3);
  });
});

describe("predict", () => {
  const { images, labels } = sample.test;
  const [light, dark] = [join(folder, "light.png"), join(folder, "dark.png")];
  beforeAll(() => {
    const pixels = images.slice(0, 784);
    writeFileSync(dark, encodePng({ width: 28, height: 28, channels: 1, depth: 8, data: pixels }));
    const inverted = pixels.map((one) => 255 - one);
    writeFileSync(light, encodePng({ width: 28, height: 28, channels: 1, depth: 8, data: inverted }));
    const data = Uint8Array.from({ length: 4 * 100 * 60 }, (_, at) => (at % 4 === 3 ? 255 : 200));
    writeFileSync(join(folder, "grey.jpg"), encodeJpeg({ width: 100, height: 60, data }, 90).data);
  });

  test("answers as for the data set's own image, inverted or not", async () => {
    const [, first] = await json("evaluate", "tried", "--samples");
    const [ofDark, ofLight, ofJpeg] = await json("predict", "tried", dark, light, "grey.jpg");
    for (const answer of [ofDark, ofLight]) {
      expect(answer.probabilities).toEqual(first.probabilities.map((one: number) => expect.closeTo(one, 6)));
      expect(answer.predicted).toBe(first.predicted);
    }
    expect([ofDark.file, ofDark.steps.invert, ofLight.steps.invert]).toEqual([dark, false, true]);
    expect(ofJpeg.probabilities).toHaveLength(10);
    expect(labels[0]).toBe(first.label);
  });

  test("prints a line for each file, and one about each that it cannot use", async () => {
    writeFileSync(join(folder, "text.png"), "not an image");
    execFileSync("mkfifo", [join(folder, "pipe.png")]);
    const { code, stdout, stderr } = await run("predict", "tried", "text.png", dark, "pipe.png");
    expect(code).toBe(1);
    expect(stdout).toMatch(/^.*dark\.png {2}.+ \d+\.\d%.*\n$/);
    expect(stderr).toBe(
      `${join(folder, "text.png")} is not used: it is neither PNG nor JPEG.\n${join(folder, "pipe.png")} is a pipe, not a file.\n`,
    );
  });

  test.each([
    ["nowhere.png", (path: string) => `There is no file ${path}.`],
    [".", (path: string) => `${path} is a folder; name its files.`],
    [
      "-",
      () => "The image must be a path, and - is not read as standard input; ./- is an entry of that name.",
    ],
  ])("is refused before any file is classified where %s is named", async (name, message) => {
    expect(await run("predict", "tried", dark, name)).toEqual({
      code: 2,
      stdout: "",
      stderr: `${message(join(folder, name))}\n`,
    });
  });
});

test("inspect lists the arrays of the network, and units that no test image activates", async () => {
  const [{ layers, units, ...about }] = await json("inspect", "tried");
  expect(about).toMatchObject({ name: "tried", checkpoint: "model.safetensors", epoch: 2 });
  expect(layers.map(({ name, size }: { name: string; size: number }) => [name, size])).toEqual([
    ["linear_relu_stack.0.weight", 16 * 784],
    ["linear_relu_stack.0.bias", 16],
    ["linear_relu_stack.2.weight", 160],
    ["linear_relu_stack.2.bias", 10],
  ]);
  expect(units).toEqual([{ name: "linear_relu_stack.1", units: 16, dead: expect.any(Number) }]);
  const lines = await ok("inspect", "tried");
  expect(lines[0]).toBe("tried, model.safetensors after 2 epochs: 12,730 parameters.");
});

test("summary lists the layers of a network that is not trained, which needs no folder of runs", async () => {
  const [{ layers, parameters }] = await json("summary", "mlp", "--hidden", "16");
  expect(parameters).toBe(784 * 16 + 16 + 16 * 10 + 10);
  expect(layers.map(({ name }: { name: string }) => name)).toContain("linear_relu_stack.2");
  const lines = await ok("summary", "mlp", "--hidden", "16");
  expect(lines.slice(-2)).toEqual([
    "12,730 parameters; 12,730 multiplications for an input of [1, 1, 28, 28].",
    "Memory of a training with batches of 64, beside data and program: 0.05 MB for parameters, 0.05 MB for gradients and optimizer, 0.01 MB for the outputs of layers and their gradients, 0.12 MB in all.",
  ]);
  expect(await run("summary", "vgg")).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("The model must be one of mlp, lenet5"),
  });
});

test("suspects of a network without a finite answer are refused with the reason", async () => {
  const rate = ["--learning-rate", "100", "--momentum", "0.999", "--weight-decay", "1"];
  const options = [...rate, "--on-divergence", "continue"];
  await runCli([...trainSample, "--epochs", "3", ...options, "--name", "not finite"], folder);
  for (const json of [[], ["--json"]])
    expect(await run("suspects", "not finite", "--set", "test", ...json)).toMatchObject({
      code: 1,
      stdout: "",
      stderr: expect.stringMatching(
        /^The images of the test set cannot be ranked, since no answer of the network/,
      ),
    });
  await ok("delete", "not finite");
});

test("suspects of a run without recorded answers name the option that they need, and a command that works", async () => {
  const options = ["--epochs", "1", "--no-evaluation", "--validation-split", "0.1", "--runs", "others"];
  await ok(...trainSample, ...options, "--name", "unrecorded");
  const { code, stderr } = await run("suspects", "unrecorded", "--set", "validation", "--runs", "others");
  expect(code).toBe(2);
  expect(stderr).toMatch(/^The run .* has no recorded answers\. .*, unless --no-evaluation is given\. /);
  const [, printed] = / (evaluate .*) computes the answers of the run's weights\.\n$/.exec(stderr) ?? [];
  expect((await ok(...printed!.split(" "))).length).toBeGreaterThan(400);
});

test("nothing of a run is written by these commands", async () => {
  const runs = join(folder, ".fitting-room/runs");
  const [id] = readdirSync(runs).filter((name) => !name.startsWith("."));
  const content = () =>
    (readdirSync(join(runs, id!), { recursive: true, withFileTypes: true }) ?? [])
      .filter((entry) => entry.isFile())
      .map((entry) => [entry.name, readFileSync(join(entry.parentPath, entry.name), "latin1")]);
  const before = content();
  await ok("evaluate", "tried");
  await ok("suspects", "tried");
  expect(content()).toEqual(before);
});

describe("what a user gave wrong is named in one sentence, with exit code 2:", () => {
  test.each([
    [["evaluate", "nobody"], /^There is no run in /],
    [
      ["evaluate", "tried", "--checkpoint", "step-000001.safetensors"],
      /has no checkpoint checkpoints\/step-000001/,
    ],
    [
      ["evaluate", "tried", "--data", tmpdir()],
      /^--data cannot be used: the run is trained on the Sample set, which is built in\.$/,
    ],
  ])("%j", async (args, sentence) => {
    const { code, stdout, stderr } = await run(...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr.trimEnd()).toMatch(sentence);
    expect(stderr.trimEnd().split("\n")).toHaveLength(1);
  });
});
