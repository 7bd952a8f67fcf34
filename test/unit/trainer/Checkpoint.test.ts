import { describe, expect, test } from "vitest";
import { DataLoader, datasets, type ImageDataset } from "../../../src/data";
import * as safetensors from "../../../src/formats/safetensors";
import { decodeCheckpoint } from "../../../src/model/checkpoints/Checkpoint";
import { seal, UNSEALED } from "../../../src/model/checkpoints/seal";
import { parameterShapes } from "../../../src/model/makeModel";
import { optimizerBuffers } from "../../../src/model/makeOptimizer";
import { resolveRunConfig } from "../../../src/runs/RunConfig";
import { manualSeed, nn, rand, sizeOf } from "../../../src/tensor";
import { TrainingState } from "../../../src/trainer/TrainingState";
import { trainedSamples } from "../../../src/trainer/trainedSamples";
import { encodeCheckpoint, restoreCheckpoint } from "../../../src/trainer/trainingCheckpoint";

const images: ImageDataset = {
  ...datasets.sample,
  length: 32,
  images: Uint8Array.from({ length: 32 * sizeOf(datasets.sample.image) }, (_, i) => i % 251),
  labels: new Uint8Array(32),
};

const recorded = { reason: "paused", bestAccuracy: 0.5, kernels: "reference", dataset: null } as const;
const config = resolveRunConfig({ model: { hidden: [4] }, batchSize: 8, shuffle: true });
const trainLoader = new DataLoader(images, { batchSize: 8, shuffle: true });

/** A training that has taken its first batch from the loader, but has not done a step. */
function begun(): TrainingState {
  const state = new TrainingState(config);
  state.batches = trainLoader[Symbol.iterator]();
  state.batches.next();
  return state;
}

describe("a checkpoint", () => {
  test("holds the generator, so that dropout continues with the same numbers", () => {
    const dropout = new nn.Dropout(0.5);
    const draw = () => [...dropout.forward(rand([64])).data];
    const state = begun();
    draw();
    const bytes = encodeCheckpoint(state, config, 1, recorded);
    const next = draw();
    manualSeed(7);
    const restored = new TrainingState(config);
    restoreCheckpoint(restored, trainLoader, decodeCheckpoint(bytes), config);
    expect(draw()).toEqual(next);
  });

  test("holds the order of the current epoch and the position in it", () => {
    const state = begun();
    const bytes = encodeCheckpoint(state, config, 1, recorded);
    const restored = new TrainingState(config);
    restoreCheckpoint(restored, trainLoader, decodeCheckpoint(bytes), config);
    for (let batch = 1; batch < 4; batch++) {
      const [X] = restored.batches?.next().value ?? [];
      const [expected] = state.batches?.next().value ?? [];
      expect(X?.data).toEqual(expected?.data);
    }
    expect(restored.batches?.next().done).toBe(true);
  });

  test("has an order of the images to train on, without those held out for validation or left out", () => {
    const split = resolveRunConfig({ ...config, dataset: { validationSplit: 0.25, exclude: [3, 30] } });
    const { train: samples } = trainedSamples(images.length, split.dataset);
    const loader = new DataLoader(images, { batchSize: 8, shuffle: true, samples });
    const dataset = {
      name: "sample",
      source: "built-in",
      trainSamples: 32,
      testSamples: 1,
      stepsPerEpoch: 3,
    } as const;
    const encoded = (change: (order: Int32Array) => void, known: typeof dataset | null) => {
      const state = new TrainingState(split);
      state.batches = loader[Symbol.iterator]();
      state.batches.next();
      change(state.batches.order!);
      return encodeCheckpoint(state, split, 1, { ...recorded, dataset: known });
    };
    for (const known of [dataset, null]) {
      const { order } = decodeCheckpoint(encoded(() => {}, known));
      expect([...order!].sort((a, b) => a - b)).toEqual([...samples!]);
      for (const wrong of [3, 24, 30, 31, -1])
        expect(() =>
          decodeCheckpoint(
            encoded((order) => {
              order[order.indexOf(23)] = wrong;
            }, known),
          ),
        ).toThrow("its data.order is not each sample's number once, as I32");
    }
  });

  test("written within a test loop continues before that test loop", () => {
    const state = begun();
    const before = encodeCheckpoint(state, config, 1, recorded);
    state.beginEvaluation();
    rand([64]);
    expect(encodeCheckpoint(state, config, 1, recorded)).toEqual(before);
  });

  test("names the weights as a file with only the model does", () => {
    const { tensors } = safetensors.read(encodeCheckpoint(begun(), config, 1, recorded));
    expect([...tensors.keys()]).toEqual(
      expect.arrayContaining(["linear_relu_stack.0.weight", "generator.words", "data.order"]),
    );
  });

  test("of another network is refused by the first part that does not fit", () => {
    const checkpoint = decodeCheckpoint(encodeCheckpoint(begun(), config, 1, recorded));
    const other = resolveRunConfig({ model: { hidden: [5] } });
    expect(() => restoreCheckpoint(new TrainingState(other), trainLoader, checkpoint, other)).toThrow(
      "linear_relu_stack.0.weight",
    );
  });

  test("of another step than in the run's log is refused", () => {
    const bytes = encodeCheckpoint(begun(), config, 1, recorded);
    expect(decodeCheckpoint(bytes, { epoch: 0, step: 0 })).toMatchObject({ step: 0 });
    expect(() => decodeCheckpoint(bytes, { epoch: 0, step: 1 })).toThrow("it is of step 0 and epoch 0");
  });

  test("within an epoch of another training set is refused without a change of the weights", () => {
    const checkpoint = decodeCheckpoint(encodeCheckpoint(begun(), config, 1, recorded));
    const other = new DataLoader({ ...images, length: 31 }, { batchSize: 8, shuffle: true });
    const state = new TrainingState(resolveRunConfig({ ...config, seed: 7 }));
    const weight = [...state.model.parameters()][0]!;
    const before = weight.data.slice();
    expect(() => restoreCheckpoint(state, other, checkpoint, config)).toThrow(
      "The checkpoint is within an epoch of 32 samples, and the training set has 31.",
    );
    expect(weight.data).toEqual(before);
  });

  test.each([[[]], [[5]], [[16, 8, 4]]])(
    "with hidden layers %j needs the parameters of the network with these layers",
    (hidden) => {
      const config = resolveRunConfig({ model: { hidden } });
      const { model } = new TrainingState(config);
      const shapes = [...model.namedParameters()].map(([name, { shape }]) => [name, shape]);
      expect([...parameterShapes(config)]).toEqual(shapes);
    },
  );

  test.each([
    { optimizer: "sgd" },
    { optimizer: "sgd", momentum: 0.9 },
    { optimizer: "adam" },
    { optimizer: "adamw" },
  ] as const)("with %j needs the buffers of its optimizer", (input) => {
    const config = resolveRunConfig({ ...input, model: { hidden: [] } });
    const state = new TrainingState(config);
    state.model
      .forward(rand([2, ...datasets.sample.image]))
      .sum()
      .backward();
    state.optimizer.step();
    const kept = [...state.optimizer.stateDict().buffers.keys()].filter((name) => name.startsWith("0."));
    expect(optimizerBuffers(config).map((name) => `0.${name}`)).toEqual(kept);
  });

  test("that holds only a model, or that another version wrote, is refused", () => {
    expect(() => decodeCheckpoint(safetensors.write([], { format: "pt" }))).toThrow("SHA-256");
    const later = safetensors.write([], { format: "fitting-room checkpoint 2", sha256: UNSEALED });
    seal(later);
    expect(() => decodeCheckpoint(later)).toThrow("it is not a checkpoint that this version can read");
  });

  test("with any one byte changed is refused by its own checksum", () => {
    const bytes = encodeCheckpoint(begun(), config, 1, recorded);
    expect(decodeCheckpoint(bytes)).toMatchObject({ recorded, seconds: 1 });
    // One after the other, each byte of the header is changed, and every 997th byte of the arrays.
    const header = 8 + Number(new DataView(bytes.buffer).getBigUint64(0, true));
    for (let at = 0; at < bytes.length; at += at < header ? 1 : 997) {
      bytes[at]! ^= 1;
      expect(() => decodeCheckpoint(bytes), `byte ${at}`).toThrow(
        "it has not the SHA-256 that it holds of itself",
      );
      bytes[at]! ^= 1;
    }
  });
});
