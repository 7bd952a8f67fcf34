/**
 * Trains with each set of kernels and each number of threads in one process. Arguments: NAMES THREADS, two lists with
 * commas: the names of the kernels and the numbers of threads.
 */
import { createHash } from "node:crypto";
import { sampleDataset } from "../../../src/data/sample/sampleDataset";
import * as safetensors from "../../../src/formats/safetensors";
import { selectKernels } from "../../../src/model/selectKernels";
import type { RunConfig } from "../../../src/runs/RunConfig";
import { type Kernels, kernels } from "../../../src/tensor";
import { train } from "../../../src/trainer/train";
import { weightsConfig } from "./weightsConfig";

export interface TrainedWeights {
  /** The kernels that were used: the reference where the system lacks the requested ones. */
  kernels?: string;
  /** SHA-256 of the final weights, as in the file of a run. */
  hash: string;
}

const [names = "", counts = ""] = process.argv.slice(2);
const { train: trainSet, test: testSet } = sampleDataset();

async function trainedWeights(compute: RunConfig["compute"]): Promise<TrainedWeights> {
  await selectKernels(compute);
  const used: Kernels & { close?(): Promise<void> } = kernels();
  const { model } = await train({
    config: weightsConfig(compute),
    data: { trainSet, testSet },
    emit: () => {},
    clock: () => 0,
    signal: new AbortController().signal,
  });
  const weights = safetensors.write(model.stateDict(), { format: "pt" });
  await used.close?.();
  return { kernels: used.name, hash: createHash("sha256").update(weights).digest("hex") };
}

async function main() {
  const trained: Record<string, TrainedWeights[]> = {};
  for (const name of names.split(",") as RunConfig["compute"]["kernels"][]) {
    trained[name] = [];
    for (const threads of counts.split(",").map(Number))
      trained[name].push(await trainedWeights({ kernels: name, threads }));
  }
  console.log(JSON.stringify(trained));
}

void main();
