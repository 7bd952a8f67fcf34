import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { startTraining } from "../../../src/client/TrainerClient";
import { kernelNames } from "../../../src/runs/hyperparameters";
import { type RunConfig, resolveRunConfig } from "../../../src/runs/RunConfig";
import { variants } from "../../../src/tensor/kernels/wasm/variants";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "weights-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** SHA-256 of the final weights of a training with these kernels. */
async function trainedWeights(compute: RunConfig["compute"]) {
  let kernels: string | undefined;
  const training = await startTraining({
    trainerPath: join(import.meta.dirname, "../../../dist/trainer.js"),
    config: resolveRunConfig({
      model: { hidden: [200, 100] },
      epochs: 1,
      limitTrainBatches: 20,
      shuffle: true,
      momentum: 0.9,
      dataset: { name: "sample" },
      compute,
    }),
    runsFolder: folder,
    cacheFolder: folder,
    gracePeriod: 0,
    onEvent: (event) => {
      if (event.type === "started") kernels = event.environment?.kernels;
    },
  });
  expect(await training.ended).toMatchObject({ status: "finished" });
  const weights = readFileSync(join(training.folder, "model.safetensors"));
  return { kernels, hash: createHash("sha256").update(weights).digest("hex") };
}

const wasmNames = kernelNames.filter((name) => name.startsWith("wasm"));

test("the kernel names that a run may request are the engine's", () => {
  expect(wasmNames).toEqual(variants.map(({ name }) => name));
});

describe.each(wasmNames)("trained weights with %s kernels", (kernels) => {
  test("are the same, bit for bit, from run to run and for any number of threads", async () => {
    const first = await trainedWeights({ kernels, threads: 1 });
    for (const threads of [1, 2, 3, 8]) expect(await trainedWeights({ kernels, threads })).toEqual(first);
  });
});
