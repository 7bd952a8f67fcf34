/** A checkpoint of unknown origin may have any content, and still hold the right checksum (seal) of that content. */
import { describe, expect, test } from "vitest";
import { DataLoader, datasets, type ImageDataset } from "../../src/data";
import * as safetensors from "../../src/formats/safetensors";
import { type Checkpoint, checkNetwork, decodeCheckpoint } from "../../src/model/checkpoints/Checkpoint";
import { seal, UNSEALED } from "../../src/model/checkpoints/seal";
import { resolveRunConfig } from "../../src/runs/RunConfig";
import { arena, sizeOf } from "../../src/tensor";
import { TrainingState } from "../../src/trainer/TrainingState";
import { encodeCheckpoint, restoreCheckpoint } from "../../src/trainer/trainingCheckpoint";
import { generator, newSeed, type Random, tries } from "./random";

const MUTANTS = tries({ enough: 600, whole: 6000 });

const images: ImageDataset = {
  ...datasets.sample,
  length: 32,
  images: new Uint8Array(32 * sizeOf(datasets.sample.image)),
  labels: new Uint8Array(32),
};
const config = resolveRunConfig({ model: { hidden: [4] }, batchSize: 8, shuffle: true, optimizer: "adam" });
const trainLoader = new DataLoader(images, config);
const dataset = {
  name: "fashion-mnist",
  source: "/data",
  trainSamples: images.length,
  testSamples: 8,
  stepsPerEpoch: 4,
} as const;

/** A training after the first step of its first epoch. */
function begun(): TrainingState {
  const state = new TrainingState(config);
  state.batches = trainLoader[Symbol.iterator]();
  const [X] = state.batches.next().value!;
  state.model.forward(X).sum().backward();
  state.optimizer.step();
  state.step = 1;
  state.sums = { steps: 1, samples: 8, correct: 2, loss: 2.3, seconds: 0.1 };
  return state;
}

const honest = encodeCheckpoint(begun(), config, 1, {
  reason: "paused",
  bestAccuracy: 0.5,
  kernels: "reference",
  dataset,
});
const dataStart = 8 + Number(new DataView(honest.buffer).getBigUint64(0, true));
const honestHeader = () => JSON.parse(Buffer.from(honest.subarray(8, dataStart)).toString());

/** The bytes of a checkpoint file with this header and data, and with their right checksum. */
function sealed(header: string, data: Uint8Array): Uint8Array {
  const json = Buffer.from(header.replace(/"sha256":"[0-9a-f]{64}"/, `"sha256":"${UNSEALED}"`));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(json.length));
  const bytes = new Uint8Array(Buffer.concat([length, json, data]));
  seal(bytes);
  return bytes;
}

/** Values that a training or the engine may fail on. */
const hostile: readonly unknown[] = [
  ...[null, true, "", "0", [], {}, [[]], -1, -0.5, 0.5, 1, 2, 624, 625, 2 ** 31, 2 ** 53, -(2 ** 53), 1e308],
  ...["__proto__", "constructor", "x".repeat(100_000), "\u202e\u0007", Array(5000).fill(0), [8192, 8192]],
  ...[JSON.parse('{"__proto__":1}'), "INFINITY", Array(16).fill(8192), 60_001, 10_001, "sgd", "end", 1e-320],
];

type Tree = Record<string, unknown>;

/** Every place in a tree of JSON: an object or a list, and the key of one of its values. */
function placesIn(tree: Tree): { parent: Tree; key: string }[] {
  return Object.keys(tree).flatMap((key) => {
    const value = tree[key];
    const within = typeof value === "object" && value !== null ? placesIn(value as Tree) : [];
    return [{ parent: tree, key }, ...within];
  });
}

/** Sets an own member, also one named `__proto__`. */
function put(parent: Tree, key: string, given: unknown): void {
  // The value is copied, since a later mutation may change the member.
  const value = JSON.parse(JSON.stringify(given));
  Object.defineProperty(parent, key, { value, enumerable: true, configurable: true, writable: true });
}

function mutateTree(tree: Tree, random: Random): void {
  const places = placesIn(tree);
  const { parent, key } = places[random(places.length)]!;
  switch (random(5)) {
    case 0:
      delete parent[key];
      break;
    case 1:
      put(parent, ["__proto__", "constructor", "other"][random(3)]!, hostile[random(hostile.length)]);
      break;
    case 2:
      put(parent, key, places[random(places.length)]!.key);
      break;
    default:
      put(parent, key, hostile[random(hostile.length)]);
  }
}

/** The JSON text of a value. `"INFINITY"` becomes the number 1e999, which `JSON.parse` reads as infinity. */
const written = (value: unknown) => JSON.stringify(value).replaceAll('"INFINITY"', "1e999");

function mutant(random: Random): Uint8Array {
  const header = honestHeader();
  const data = new Uint8Array(honest.subarray(dataStart));
  const kind = random(6);
  if (kind < 3) {
    const part = ["training", "config", "told"][kind]!;
    const tree = JSON.parse(header.__metadata__[part]);
    for (let left = 1 + random(2); left > 0; left--) mutateTree(tree, random);
    header.__metadata__[part] = written(tree);
  } else if (kind === 3) mutateTree(header, random);
  else if (kind === 4)
    for (let left = 1 + random(9); left > 0; left--) data[random(data.length)] = random(256);
  else {
    const text = Buffer.from(written(header));
    for (let left = 1 + random(3); left > 0; left--) text[random(text.length)] = random(256);
    return sealed(text.toString("latin1"), data);
  }
  return sealed(written(header), data);
}

const message = (error: unknown) => {
  expect(error).toBeInstanceOf(Error);
  const { message } = error as Error;
  expect(message.length, message.slice(0, 300)).toBeLessThan(300);
  expect(message).not.toMatch(/[\n\p{Cc}]/u);
  return message;
};

/** The training and the configuration that a checkpoint states, read without the checks of `decodeCheckpoint`. */
function saidBy(bytes: Uint8Array): { training: Tree; config: Tree } {
  const { metadata } = safetensors.read(bytes);
  return { training: JSON.parse(metadata.training!), config: JSON.parse(metadata.config!) };
}

function expectAsSaid(checkpoint: Checkpoint, bytes: Uint8Array): void {
  const { training } = saidBy(bytes);
  const sums = training.sums as Tree;
  expect(checkpoint).toMatchObject({ ...training, sums: { ...sums, loss: sums.loss ?? Number.NaN } });
}

describe("a mutated checkpoint with the right seal", () => {
  test("loads with its content, or is refused in one sentence without a change of the weights", () => {
    const seed = newSeed("mutated checkpoints");
    const random = generator(seed);
    const tally = { loaded: 0, refused: 0, unfit: 0 };
    const reasons = new Set<string>();
    for (let one = 0; one < MUTANTS; one++) {
      const bytes = mutant(random);
      const used = arena.usedBytes;
      let checkpoint: Checkpoint;
      try {
        checkpoint = decodeCheckpoint(bytes, { epoch: 0, step: 1 });
      } catch (error) {
        reasons.add(message(error).replace(/[\d.]+/g, "N"));
        tally.refused++;
        expect(arena.usedBytes, `mutant ${one} of seed ${seed}`).toBeLessThanOrEqual(used);
        continue;
      }
      expect(arena.usedBytes).toBeLessThanOrEqual(used);
      expectAsSaid(checkpoint, bytes);
      const state = new TrainingState(config);
      const before = new Map([...state.model.stateDict()].map(([name, { data }]) => [name, data.slice()]));
      let expected: ReadonlyMap<string, ArrayBufferView> = before;
      try {
        checkNetwork("it", checkpoint, config);
        restoreCheckpoint(state, trainLoader, checkpoint, config);
        expected = new Map([...checkpoint.weights].map(([name, { data }]) => [name, data]));
        tally.loaded++;
      } catch (error) {
        message(error);
        tally.unfit++;
      }
      for (const [name, { data }] of state.model.stateDict()) expect(data).toEqual(expected.get(name));
      for (const parameter of state.model.parameters()) parameter.dispose();
      state.optimizer.dispose();
    }
    console.log(
      `${tally.loaded} loaded, ${tally.refused} refused (${reasons.size} sentences), ${tally.unfit} of another training`,
    );
    // Some mutants must load, and the others must fail in many different checks.
    expect(tally.loaded).toBeGreaterThan(MUTANTS / 50);
    expect(reasons.size).toBeGreaterThan(50);
  });

  test("is refused before a network of gigabytes is made", () => {
    const header = honestHeader();
    header.__metadata__.config = JSON.stringify({
      ...config,
      model: { kind: "mlp", hidden: Array(16).fill(8192) },
    });
    const used = arena.usedBytes;
    const capacity = arena.capacityBytes;
    expect(() => decodeCheckpoint(sealed(JSON.stringify(header), honest.subarray(dataStart)))).toThrow(
      /^its optimizer has 4 parameters, the configuration's network 34$/,
    );
    expect([arena.usedBytes, arena.capacityBytes]).toEqual([used, capacity]);
  });

  test("with a hundred thousand arrays is refused by the length of its header", () => {
    const header = honestHeader();
    for (let one = 0; one < 100_000; one++)
      header[`a${one}`] = { dtype: "F32", shape: [0], data_offsets: [0, 0] };
    expect(() => decodeCheckpoint(sealed(JSON.stringify(header), honest.subarray(dataStart)))).toThrow(
      /^The safetensors header of \d+ bytes is longer than the 1048576 bytes that are read\.$/,
    );
  });
});
