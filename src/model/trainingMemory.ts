import { totalmem } from "node:os";
import { datasets } from "../data";
import type { RunConfig } from "../runs/RunConfig";
import { arena, functional, Tensor, tidy, zeros } from "../tensor";
import { makeModel } from "./makeModel";
import { makeOptimizer } from "./makeOptimizer";

/** Memory (bytes) of a trainer without its tensors: data set, program, and objects not yet garbage-collected. */
const otherBytes = 190 * 2 ** 20;
/** Largest part of the machine's memory that a training may take. */
const largestShare = 3 / 4;
/** Batch sizes (images) of the trial steps: small, so that the trial takes little memory. */
const tried = [8, 16] as const;

/** The memory that a training takes, in bytes. */
export interface TrainingMemory {
  /** The memory that does not depend on the batch size: weights, gradients, the optimizer's state, and the program. */
  fixed: number;
  /** The memory that each image of a batch adds. */
  perImage: number;
}

/**
 * Measures the memory that the training of a configuration takes with the kernels in use. A new network does training
 * steps with two small batch sizes. The difference between the peaks of memory in use is the memory of the additional
 * images. Draws from the default generator.
 * @throws OutOfMemoryError when the network or one of these steps does not fit in the tensors' memory
 */
export function trainingMemory(config: RunConfig): TrainingMemory {
  const before = arena.usedBytes;
  const { image } = datasets[config.dataset.name];
  const network = makeModel(config);
  const optimizer = makeOptimizer(config, [...network.parameters()]);
  const step = (images: number) =>
    tidy(() => {
      const logits = network.forward(zeros([images, ...image]));
      const loss = functional.crossEntropy(logits, new Int32Array(images));
      optimizer.zeroGrad();
      loss.backward();
      optimizer.step();
    });
  try {
    network.train();
    // The first step allocates the optimizer's state and the kernels' buffers. It is not measured.
    step(tried[0]);
    const [fewer, more] = tried.map((images) => arena.peakOf(() => step(images))) as [number, number];
    const perImage = (more - fewer) / (tried[1] - tried[0]);
    return { fixed: otherBytes + fewer - before - tried[0] * perImage, perImage };
  } finally {
    optimizer.zeroGrad();
    const state = [...network.stateDict().values(), ...optimizer.stateDict().buffers.values()];
    for (const array of state) if (array instanceof Tensor) array.dispose();
  }
}

export function bytesOf({ fixed, perImage }: TrainingMemory, batchSize: number): number {
  return fixed + batchSize * perImage;
}

/** The largest batch size that is a power of two and takes at most `limit` bytes; undefined if one image takes more. */
export function largestBatchSize({ fixed, perImage }: TrainingMemory, limit: number): number | undefined {
  const images = (limit - fixed) / perImage;
  return images >= 1 ? 2 ** Math.floor(Math.log2(images)) : undefined;
}

/**
 * Largest memory (bytes) that a training may take: the limit of the tensors' memory, or {@link largestShare} of the
 * memory of the machine or its container, whichever is less.
 */
export function mostTrainingBytes(): number {
  return Math.min(
    arena.maximumBytes,
    largestShare * Math.min(totalmem(), process.constrainedMemory() || Infinity),
  );
}
