import * as l10n from "@vscode/l10n";
import { bytesOf, largestBatchSize, mostTrainingBytes, trainingMemory } from "../model/trainingMemory";
import { models } from "../runs/models";
import type { RunConfig } from "../runs/RunConfig";
import { withDecimals } from "../text/numbers";
import { sentences } from "../text/sentences";

const GIBIBYTE = 2 ** 30;
/** Memory (bytes) of a training above which the user is warned. */
const muchMemory = GIBIBYTE;
/** The largest batch size that is not checked. Such a batch takes less than 150 MiB in each built-in network. */
const small = 128;

/**
 * Compares the memory that a training takes with the memory that it may take. Called before the first step.
 * @param most largest number of bytes that the training may take
 * @returns a warning with a smaller batch size, if the training takes more than {@link muchMemory} and a smaller batch
 * size takes less; undefined otherwise, and for batch sizes up to {@link small}
 * @throws Error with a message of one or two sentences, if the training takes more than `most`
 * @throws OutOfMemoryError if not even a trial step of {@link trainingMemory} fits
 */
export function checkMemory(config: RunConfig, most = mostTrainingBytes()): string | undefined {
  const { batchSize, model } = config;
  if (batchSize <= small) return undefined;
  const memory = trainingMemory(config);
  const needed = bytesOf(memory, batchSize);
  if (needed > most) {
    const fitting = largestBatchSize(memory, most);
    if (fitting === undefined)
      throw new Error(
        sentences(
          l10n.t(
            "The training needs about {0} GiB of memory, but may take {1} GiB here.",
            gibibytes(needed),
            gibibytes(most),
          ),
          models[model.kind].whenTooLarge,
        ),
      );
    throw new Error(
      l10n.t(
        "The batch size {0} needs about {1} GiB of memory, but a training may take {2} GiB here; choose a batch size of at most {3}.",
        batchSize,
        gibibytes(needed),
        gibibytes(most),
        fitting,
      ),
    );
  }
  const smaller = largestBatchSize(memory, muchMemory);
  if (needed <= muchMemory || smaller === undefined) return undefined;
  return l10n.t(
    "The batch size {0} takes about {1} GiB of memory; a batch size of {2} takes about {3} GiB.",
    batchSize,
    gibibytes(needed),
    smaller,
    gibibytes(bytesOf(memory, smaller)),
  );
}

function gibibytes(bytes: number): string {
  return withDecimals(bytes / GIBIBYTE, 1);
}
