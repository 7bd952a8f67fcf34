import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Folder } from "../../../../src/files/Folder";
import type { LayerRecord } from "../../../../src/runs/layers/LayerRecord";
import { encodeLayers, readLayers } from "../../../../src/runs/layers/layersFile";
import { LayersFile } from "../../../../src/trainer/layers/LayersFile";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "layers-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const path = () => join(folder, "layers.jsonl");

function record(step: number): LayerRecord {
  const histogram = { from: -1, to: 1, counts: [1, 2] };
  const spread = { norm: 1.5, histogram };
  const activations = { norm: 2, histogram: null, zeros: 0.5, units: 4, dead: 1 };
  const layer = { name: "0", size: 12, weights: spread, gradients: spread, update: 1e-3, activations };
  return { epoch: 1, step, gradientNorm: null, layers: [layer] };
}

const steps = (records: LayerRecord[]) => records.map(({ step }) => step);

test("records that were written are read", () => {
  const file = new LayersFile(new Folder(folder), []);
  for (const step of [0, 4, 9]) file.add(record(step), () => {});
  expect(readLayers(folder, 10)).toEqual([0, 4, 9].map(record));
});

test("a run without the file has no records", () => {
  expect(readLayers(folder, 10)).toEqual([]);
});

test("a file that is a link is not read", () => {
  writeFileSync(join(folder, "other"), encodeLayers(record(0)));
  symlinkSync(join(folder, "other"), path());
  expect(() => readLayers(folder, 10)).toThrow("layers.jsonl");
});

test("damaged lines, records out of order and records of steps that the run has not done are left out", () => {
  const cutOff = encodeLayers(record(8)).slice(0, 40);
  const changed = encodeLayers(record(3)).replace('"step":3', '"step":4');
  const lines = [encodeLayers(record(0)), "\n", changed, encodeLayers(record(5)), encodeLayers(record(2))];
  writeFileSync(path(), [...lines, encodeLayers(record(7)), encodeLayers(record(20)), cutOff].join(""));
  expect(steps(readLayers(folder, 10))).toEqual([0, 5, 7]);
});

test("a record with impossible figures is left out", () => {
  const [layer] = record(0).layers;
  const wrong = [
    { ...record(0), step: -1 },
    { ...record(0), layers: [{ ...layer, update: "1" }] },
    { ...record(0), layers: [{ ...layer, weights: { norm: -1, histogram: null } }] },
    { ...record(0), layers: [{ ...layer, activations: { ...layer!.activations, zeros: 2 } }] },
    { ...record(0), layers: Array.from({ length: 501 }, () => layer) },
  ];
  writeFileSync(path(), wrong.map((one) => encodeLayers(one as LayerRecord)).join(""));
  expect(readLayers(folder, 10)).toEqual([]);
});

test("the first record that a process writes removes the records that a resume made void", () => {
  writeFileSync(path(), [0, 4, 9].map((step) => encodeLayers(record(step))).join(""));
  const file = new LayersFile(new Folder(folder), [record(0), record(4)]);
  expect(steps(readLayers(folder, 10))).toEqual([0, 4, 9]);
  file.add(record(6), () => {});
  expect(steps(readLayers(folder, 10))).toEqual([0, 4, 6]);
});

test("a file that was removed or shortened meanwhile is written again", () => {
  const file = new LayersFile(new Folder(folder), []);
  file.add(record(0), () => {});
  rmSync(path());
  file.add(record(1), () => {});
  writeFileSync(path(), readFileSync(path()).subarray(0, 30));
  file.add(record(2), () => {});
  expect(steps(readLayers(folder, 10))).toEqual([0, 1, 2]);
});

test("nothing is written when another process holds the run", () => {
  const file = new LayersFile(new Folder(folder), []);
  const refuse = () => {
    throw new Error("held by another process");
  };
  expect(() => file.add(record(0), refuse)).toThrow("held by another process");
  expect(readLayers(folder, 10)).toEqual([]);
});
