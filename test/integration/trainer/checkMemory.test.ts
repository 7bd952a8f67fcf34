import { beforeAll, describe, expect, test } from "vitest";
import { datasets } from "../../../src/data";
import { makeModel } from "../../../src/model/makeModel";
import { makeOptimizer } from "../../../src/model/makeOptimizer";
import { selectKernels } from "../../../src/model/selectKernels";
import { bytesOf, trainingMemory } from "../../../src/model/trainingMemory";
import { modelKinds } from "../../../src/runs/models";
import { type RunConfig, resolveRunConfig } from "../../../src/runs/RunConfig";
import { arena, functional, tidy, zeros } from "../../../src/tensor";
import { checkMemory } from "../../../src/trainer/checkMemory";

const GIBIBYTE = 2 ** 30;

beforeAll(() => selectKernels({ threads: 1, kernels: "wasm-simd128" }));

/** Peak memory (bytes) of the tensors of a training in a step after the first. */
function peakOfStep(config: RunConfig): number {
  const before = arena.usedBytes;
  const network = makeModel(config);
  network.train();
  const optimizer = makeOptimizer(config, [...network.parameters()]);
  const { batchSize } = config;
  const { image } = datasets[config.dataset.name];
  const step = () =>
    tidy(() => {
      const logits = network.forward(zeros([batchSize, ...image]));
      optimizer.zeroGrad();
      functional.crossEntropy(logits, new Int32Array(batchSize)).backward();
      optimizer.step();
    });
  step();
  return arena.peakOf(step) - before;
}

test.each(modelKinds)("the memory of %s grows with the batch as computed", (kind) => {
  const config = resolveRunConfig({ model: { kind }, optimizer: "adamw" });
  const [fewer, more] = kind === "mlp" ? [256, 384] : [64, 96];
  const memory = trainingMemory(config);
  const added = peakOfStep({ ...config, batchSize: more }) - peakOfStep({ ...config, batchSize: fewer });
  const computed = bytesOf(memory, more) - bytesOf(memory, fewer);
  // The ratio is not exactly 1: with the smaller batch, the peak may be in another part of the step.
  expect(computed / added).toBeGreaterThan(0.6);
  expect(computed / added).toBeLessThan(1.5);
});

test("computing the memory keeps none", () => {
  const config = resolveRunConfig({ model: { kind: "convnet" } });
  trainingMemory(config);
  const before = arena.usedBytes;
  trainingMemory(config);
  expect(arena.usedBytes).toBe(before);
});

describe("a training of convnet", () => {
  const config = (batchSize: number) => resolveRunConfig({ model: { kind: "convnet" }, batchSize });

  test("with a batch size of 1024 warns of its memory and names a smaller batch size", () => {
    expect(checkMemory(config(1024), 4 * GIBIBYTE)).toMatch(
      /^The batch size 1024 takes about 1\.\d GiB of memory; a batch size of 512 takes about 0\.\d GiB\.$/,
    );
  });

  test("that needs more memory than there is fails with a batch size that fits", () => {
    expect(() => checkMemory(config(1024), GIBIBYTE)).toThrow(
      /^The batch size 1024 needs about 1\.\d GiB of memory, but a training may take 1\.0 GiB here; choose a batch size of at most 512\.$/,
    );
    expect(checkMemory(config(512), GIBIBYTE)).toBeUndefined();
  });

  test("for which even one image is too much fails with the advice of its model", () => {
    expect(() => checkMemory(config(1024), GIBIBYTE / 8)).toThrow(
      /may take 0\.1 GiB here\. Choose a smaller batch size or a smaller width\.$/,
    );
  });
});
