/**
 * Prints training speeds (GFLOP/s) as JSON: a row for each batch size, with a value for each width. A width is the
 * number of units of each hidden layer. Argument: a SweepTask as JSON.
 */
import { datasets, type ImageDataset } from "../../../src/data";
import { resolveRunConfig } from "../../../src/runs/RunConfig";
import { arena, setKernels, sizeOf } from "../../../src/tensor";
import { chooseKernels } from "../../../src/tensor/kernels/chooseKernels";
import { train } from "../../../src/trainer/train";
import { flopsPerImage } from "../flops";
import { median } from "../statistics";
import type { SweepTask } from "../sweep";

/** The made-up images have the shape and the classes of this set. */
const like = datasets["fashion-mnist"];
/**
 * Number of floating-point operations of training in an epoch of a cell (one batch size and width), as nearly as whole
 * steps and the limits {@link STEPS} allow.
 */
const FLOPS_PER_EPOCH = 4e9;
const STEPS = { least: 3, most: 1000 };
/** Largest number of epochs of a cell. The first one is not counted, unless it is the only one. */
const EPOCHS = 5;
/** Time (s) after which the measurement of a cell ends with the next epoch. */
const MOST_SECONDS = 3;

const task: SweepTask = JSON.parse(process.argv[2]!);
const testSet = syntheticImages(1);

measureAll().then((gflops) => {
  console.log(JSON.stringify(gflops));
  process.exit();
});

async function measureAll(): Promise<number[][]> {
  const { kernels } = await chooseKernels(arena, { threads: task.threads, variant: task.kernels });
  setKernels(kernels);
  const gflops: number[][] = [];
  for (const batchSize of task.batchSizes) {
    const row: number[] = [];
    for (const width of task.widths) row.push(await measure(batchSize, [width, width]));
    gflops.push(row);
  }
  return gflops;
}

/** Trains as the trainer does, on made-up images. @returns the speed (GFLOP/s) of the median epoch */
async function measure(batchSize: number, hidden: number[]): Promise<number> {
  const flopsPerStep = batchSize * flopsPerImage(hidden).training;
  const steps = Math.min(STEPS.most, Math.max(STEPS.least, Math.round(FLOPS_PER_EPOCH / flopsPerStep)));
  const trainSet = syntheticImages(steps * batchSize);
  const stop = new AbortController();
  const began = performance.now();
  const clock = () => (performance.now() - began) / 1000;
  const epochs: number[] = [];
  await train({
    config: resolveRunConfig({ batchSize, model: { hidden }, epochs: EPOCHS }),
    data: { trainSet, testSet },
    clock,
    signal: stop.signal,
    emit(event) {
      if (event.type !== "epoch") return;
      epochs.push(event.trainSeconds);
      if (clock() > MOST_SECONDS) stop.abort();
    },
  });
  arena.release(trainSet.images);
  const counted = epochs.length > 1 ? epochs.slice(1) : epochs;
  return (steps * flopsPerStep) / median(counted) / 1e9;
}

function syntheticImages(length: number): ImageDataset {
  const images = arena.uint8(length * sizeOf(like.image));
  for (let i = 0; i < images.length; i++) images[i] = (i * 7919) >> 3;
  const labels = Uint8Array.from({ length }, (_, i) => i % like.classes.length);
  return { ...like, length, images, labels };
}
