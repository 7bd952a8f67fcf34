/** Compares `docs/run-format.md` with what the product writes and reads. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import { afterAll, describe, expect, test } from "vitest";
import { DataLoader, datasets } from "../../../src/data";
import * as safetensors from "../../../src/formats/safetensors";
import { identityOf, readTrainerFile } from "../../../src/liveness/trainerFile";
import { createRun } from "../../../src/runs/createRun";
import { diagnosisRules } from "../../../src/runs/diagnoses/Diagnosis";
import { decodeLabels, encodeLabels, noLabels } from "../../../src/runs/labels";
import { decodeLayers, encodeLayers } from "../../../src/runs/layers/layersFile";
import { decodeLine, encodeLine } from "../../../src/runs/logLine";
import { decodeMarks, encodeMarks, markKinds } from "../../../src/runs/marks";
import { marksFile } from "../../../src/runs/marksFile";
import { resolveRunConfig } from "../../../src/runs/RunConfig";
import type { RunEvent } from "../../../src/runs/RunEvent";
import { readRecord } from "../../../src/runs/RunRecord";
import { SampleHistory } from "../../../src/runs/SampleHistory";
import { sizeOf } from "../../../src/tensor";
import { TrainingState } from "../../../src/trainer/TrainingState";
import { encodeCheckpoint } from "../../../src/trainer/trainingCheckpoint";

const root = join(import.meta.dirname, "../../..");
const text = readFileSync(join(root, "docs/run-format.md"), "utf8");
const folder = mkdtempSync(join(tmpdir(), "format-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** The text under a heading, up to the next heading of level 2 or deeper. */
function section(heading: string): string {
  const begin = text.indexOf(`\n${heading}\n`);
  if (begin === -1) throw new Error(`There is no ${heading}.`);
  return text.slice(begin + heading.length + 2).split(/^##/m, 1)[0]!;
}

/** The names in the first column of the tables in a section. */
function named(heading: string): string[] {
  return [...section(heading).matchAll(/^\| `([^`]+)`/gm)].map(([, name]) => name!);
}

/** The contents of the code blocks in a section that are marked with `language`. */
function blocks(heading: string, language: string): string[] {
  const fences = section(heading).matchAll(/^```(\w+)\n(.*?)\n```$/gms);
  return [...fences].filter(([, found]) => found === language).map(([, , code]) => code!);
}

const types: Record<RunEvent["type"], true> = {
  started: true,
  inherited: true,
  resumed: true,
  data: true,
  dataset: true,
  steps: true,
  epoch: true,
  control: true,
  checkpoint: true,
  evaluation: true,
  diagnosis: true,
  warning: true,
  ended: true,
};

describe("each event's example", () => {
  test.each(Object.keys(types))("of %s is a whole line with the members of its table", (type) => {
    const [line = ""] = blocks(`### \`${type}\``, "jsonl");
    const event = decodeLine(line);
    expect(event?.type).toBe(type);
    expect(encodeLine(event!)).toBe(line);
    expect(Object.keys(event!)).toEqual(["type", ...named(`### \`${type}\``)]);
  });
});

test("the table of the event diagnosis names each rule", () => {
  const [, names = ""] = /^\| `rule` +\| (.*) \|$/m.exec(section("### `diagnosis`")) ?? [];
  expect([...names.matchAll(/`(\w+)`/g)].map(([, name]) => name)).toEqual(diagnosisRules);
});

test("the example of layers.jsonl is a whole line with the members of its table", () => {
  const [line = ""] = blocks("## `layers.jsonl`", "jsonl");
  const record = decodeLayers(Buffer.from(line))!;
  expect(encodeLayers(record)).toBe(`${line}\n`);
  expect(Object.keys(record)).toEqual(named("## `layers.jsonl`"));
  const [layer] = record.layers;
  for (const name of [...Object.keys(layer!), ...Object.keys(layer!.activations!)])
    expect(section("## `layers.jsonl`")).toContain(`\`${name}\``);
});

test("the checksum's worked example is right", () => {
  const [line = ""] = blocks("### The checksum", "jsonl");
  const [json = ""] = blocks("### The checksum", "json");
  expect(decodeLine(line)).toEqual(JSON.parse(json));
  expect(line).toBe(`${json.slice(0, -1)},"crc":"${crc32(json).toString(16).padStart(8, "0")}"}`);
  expect(section("### The checksum")).toContain(`these ${json.length} bytes`);
});

test("run.json's example has the members of its table, as a new run has", async () => {
  const [json = ""] = blocks("## `run.json`", "json");
  writeFileSync(join(folder, "run.json"), json);
  const { record } = await readRecord(folder);
  expect(record).toEqual(JSON.parse(json));
  expect(Object.keys(JSON.parse(json))).toEqual(named("## `run.json`"));
  expect(Object.keys(JSON.parse(json).config)).toEqual(named("### `config`"));
  const { config, parent } = record!;
  const run = createRun(join(folder, "runs"), config, new Date(), parent);
  const written = JSON.parse(readFileSync(join(run.folder, "run.json"), "utf8"));
  expect(Object.keys(written)).toEqual(named("## `run.json`"));
});

test("labels.json's example has the members of its table, as a written file has", () => {
  const [json = ""] = blocks("## `labels.json`", "json");
  const labels = decodeLabels(json);
  expect({ format: 1, ...labels }).toEqual(JSON.parse(json));
  expect(JSON.parse(encodeLabels(labels))).toEqual(JSON.parse(json));
  expect(Object.keys(JSON.parse(encodeLabels(noLabels)))).toEqual(named("## `labels.json`"));
});

test("the example of marks has the members of its table, as a written file has", () => {
  const heading = "## `.DATASET.marks.json`";
  const [json = ""] = blocks(heading, "json");
  expect(encodeMarks(decodeMarks(json))).toBe(`${json}\n`);
  expect(Object.keys(JSON.parse(json))).toEqual(named(heading));
  expect(section(heading)).toContain(`\`${marksFile("fashion-mnist")}\``);
  for (const kind of markKinds) expect(section(heading)).toContain(`\`${kind}\``);
});

test("a checkpoint has the tensors and the metadata of the document", () => {
  const heading = "## `checkpoints/step-N.safetensors`";
  const tensors = new Set<string>();
  for (const optimizer of ["sgd", "adam"] as const) {
    const config = resolveRunConfig({
      optimizer,
      momentum: 0.9,
      model: { hidden: [4] },
      batchSize: 8,
      shuffle: true,
      schedule: { name: "OneCycleLR" },
    });
    const recorded = { reason: "epoch", bestAccuracy: 0.8, kernels: "reference", dataset: null } as const;
    const { tensors: arrays, metadata } = safetensors.read(
      encodeCheckpoint(begun(config), config, 1, recorded),
    );
    for (const name of arrays.keys())
      tensors.add(
        name
          .replace(/stack\.\d+/, "stack.N")
          .replace(/^optimizer\..*/, "optimizer.I.B")
          .replace(/^history\..*/, "history.F"),
      );
    for (const name of arrays.keys())
      if (name.startsWith("history.")) expect(section(heading)).toContain(`\`${name.slice(8)}\``);
    expect(metadata).toMatchObject({ format: "fitting-room checkpoint 1", config: JSON.stringify(config) });
    const keys = Object.keys(JSON.parse(example(heading, "epoch")));
    expect(Object.keys(JSON.parse(metadata.training!))).toEqual(keys);
    const recordedKeys = Object.keys(JSON.parse(example(heading, "reason")));
    expect(Object.keys(JSON.parse(metadata.told!))).toEqual(recordedKeys);
    const members = [...keys, ...recordedKeys];
    expect(named(heading)).toEqual([...named(heading).slice(0, -members.length), ...members]);
    expect(new Set(named(heading).slice(0, -members.length))).toEqual(new Set([...tensors]));
  }
});

/** The first JSON example in a section whose first member is called `member`; "{}" if there is none. */
function example(heading: string, member: string): string {
  return blocks(heading, "json").find((json) => Object.keys(JSON.parse(json))[0] === member) ?? "{}";
}

/** The state of a training on 32 black images after its first step. */
function begun(config: ReturnType<typeof resolveRunConfig>): TrainingState {
  const { image } = datasets.sample;
  const images = new Uint8Array(32 * sizeOf(image));
  const dataset = { ...datasets.sample, length: 32, images, labels: new Uint8Array(32) };
  const state = new TrainingState(config);
  state.beginSchedule(dataset.length);
  state.batches = new DataLoader(dataset, config)[Symbol.iterator]();
  state.history = new SampleHistory(dataset.length);
  const [X] = state.batches.next().value!;
  state.model.forward(X).sum().backward();
  state.optimizer.step();
  return state;
}

test("trainer.json's example names a trainer, and has the members of its table", () => {
  const [json = ""] = blocks("## `trainer.json`", "json");
  const here = { ...JSON.parse(json), ...identityOf(folder) };
  writeFileSync(join(folder, "trainer.json"), JSON.stringify(here));
  expect(readTrainerFile(folder)).toEqual(here);
  writeFileSync(join(folder, "trainer.json"), json);
  expect(readTrainerFile(folder)).toBeUndefined();
  expect(Object.keys(JSON.parse(json))).toEqual(named("## `trainer.json`"));
});

test("the README links to docs/run-format.md", () => {
  expect(readFileSync(join(root, "README.md"), "utf8")).toContain("(docs/run-format.md)");
});
