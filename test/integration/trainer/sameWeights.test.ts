import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { supportedV8Flags } from "../../../src/client/v8Flags";
import { kernelNames } from "../../../src/runs/hyperparameters";
import { variants } from "../../../src/tensor/kernels/wasm/variants";
import { buildProgram } from "../../support/buildProgram";
import { Trainings, weightsHash } from "./trainings";
import { weightsConfig } from "./weightsConfig";
import type { TrainedWeights } from "./weightsProgram";

const wasmNames = kernelNames.filter((name) => name.startsWith("wasm"));
/**
 * Hashes of the weights after trainings in one process with 0, 1, 2, 3 and 8 threads, by the name of the requested
 * kernels. 0 stands for an automatic number, which changes during a training.
 */
let inOneProcess: Record<string, TrainedWeights[]>;

const trainings = new Trainings();
beforeAll(async () => {
  const program = await buildProgram(`${import.meta.dirname}/weightsProgram.ts`, trainings.folder);
  const args = [...(await supportedV8Flags()), program, wasmNames.join(), "0,1,2,3,8"];
  inOneProcess = JSON.parse((await promisify(execFile)(process.execPath, args)).stdout);
});
afterAll(() => trainings[Symbol.dispose]());

test("the kernel names that a run may request are the engine's", () => {
  expect(wasmNames).toEqual(variants.map(({ name }) => name));
});

describe.each(wasmNames)("trained weights with %s kernels", (kernels) => {
  test("are the same, bit for bit, from run to run and for any number of threads", async () => {
    const { training, state } = await trainings.start({
      runsFolder: trainings.runsFolder,
      config: weightsConfig({ kernels, threads: 2 }),
    });
    expect(await training.ended).toMatchObject({ status: "finished" });
    const run = { kernels: state.environment?.kernels, hash: weightsHash(training.folder) };
    expect(inOneProcess[kernels]).toEqual([run, run, run, run, run]);
  });
});
