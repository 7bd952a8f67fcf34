import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { sha256 } from "../../../src/files/sha256";
import { Float16Bits, toFloat16 } from "../../../src/formats/float16";
import * as safetensors from "../../../src/formats/safetensors";
import { answersOf, storyOf } from "../../../src/inspector/Evaluations";
import { readEvaluation } from "../../../src/runs/readEvaluation";
import { rankSuspects } from "../../../src/runs/suspects";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "evaluations-"));
  mkdirSync(join(folder, "evaluation"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Logarithms of the probabilities of 2 classes for 4 images. */
const logProbabilities = Float32Array.of(-24.5, 0, -37.9, 0, -0.1, -2.35, -150, 0);
const labels = new Uint8Array(4);

/** Writes and reads an epoch's evaluation file, whose array `name` holds `figures`. The training set has one image. */
function read(format: string, name: string, figures: Float32Array | Float16Bits) {
  const bytes = safetensors.write(
    [
      [name, { shape: [4, 2], data: figures }],
      ["test.predicted", { shape: [4], data: Uint8Array.of(1, 1, 0, 1) }],
      ["train.probability", { shape: [1], data: new Float16Bits(1) }],
      ["train.loss", { shape: [1], data: new Float16Bits(1) }],
      ["train.predicted", { shape: [1], data: new Uint8Array(1) }],
    ],
    { format, epoch: "1" },
  );
  const file = "evaluation/epoch-0001.safetensors";
  writeFileSync(join(folder, file), bytes);
  return readEvaluation(
    folder,
    { type: "evaluation", file, epoch: 1, sha256: sha256(bytes), bytes: bytes.length, seconds: 1 },
    { testSamples: 4, validationSamples: 0, trainSamples: 1, classes: 2 },
  );
}

describe("the recorded answers about images that the network is sure to see otherwise", () => {
  test("have the loss and the margin that the network had, however improbable the label is", () => {
    const recorded = read("fitting-room evaluation 2", "test.logProbabilities", logProbabilities);
    const { loss, margin, probability, confidence } = answersOf(recorded, "test", labels);
    expect([...loss]).toEqual([24.5, Math.fround(37.9), Math.fround(0.1), 150]);
    expect([...margin!]).toEqual([-24.5, Math.fround(-37.9), expect.closeTo(2.25, 6), -150]);
    expect([...rankSuspects(loss, "loss")]).toEqual([3, 1, 0, 2]);
    expect([...rankSuspects(margin!, "margin")]).toEqual([3, 1, 0, 2]);
    expect([...rankSuspects(probability, "probability")]).toEqual([3, 1, 0, 2]);
    expect(probability[1]! / Math.exp(-37.9)).toBeCloseTo(1, 5);
    expect([...confidence!]).toEqual([1, 1, expect.closeTo(Math.exp(-0.1), 6), 1]);
    const story = storyOf([{ epoch: 1, answers: recorded }], "test", 1, 0, 2);
    expect([...story.probability, ...story.last!]).toEqual([probability[1], probability[1], 1]);
  });

  test("have finite figures in an older file, whose probabilities are rounded to half precision", () => {
    const halves = toFloat16(logProbabilities.map(Math.exp));
    const { loss, margin } = answersOf(
      read("fitting-room evaluation 1", "test.probabilities", halves),
      "test",
      labels,
    );
    const least = 25 * Math.log(2);
    const near = (value: number) => expect.closeTo(value, 2);
    expect([...loss]).toEqual([near(least), near(least), near(0.1), near(least)]);
    expect([...margin!]).toEqual([near(-least), near(-least), near(2.25), near(-least)]);
  });
});

test("a file of answers that is missing is named with its path and with what to do", () => {
  const event = {
    type: "evaluation",
    file: "evaluation/epoch-0001.safetensors",
    epoch: 1,
    sha256: "0",
    bytes: 1,
    seconds: 1,
  } as const;
  const sizes = { testSamples: 4, validationSamples: 0, trainSamples: 1, classes: 2 };
  const sentence = `The file of answers ${join(folder, event.file)} cannot be used: it is not there; put a copy of that file back, or train again.`;
  expect(() => readEvaluation(folder, event, sizes)).toThrow(sentence);
  rmSync(join(folder, "evaluation"), { recursive: true });
  expect(() => readEvaluation(folder, event, sizes)).toThrow(sentence);
  mkdirSync(join(folder, "evaluation"));
});
