import type { RunConfig } from "../runs/RunConfig";
import { checkParts, trainedIndices, validationIndices } from "../runs/trainingParts";

/** The parts of a training set, as ascending indices of images. */
export interface TrainedSamples {
  /** The images that a run trains on; undefined if it trains on all images. */
  train: Int32Array | undefined;
  /** The images that are held out for validation; undefined for a run without a validation set. */
  validation: Int32Array | undefined;
}

/**
 * Divides a training set into the images to train on and the images to validate on.
 * @param length number of images of the whole training set
 * @throws what {@link checkParts} throws
 */
export function trainedSamples(length: number, dataset: RunConfig["dataset"]): TrainedSamples {
  const { exclude, validationSplit } = dataset;
  if (exclude.length === 0 && validationSplit === 0) return { train: undefined, validation: undefined };
  checkParts(dataset, length);
  const train = trainedIndices(dataset, length);
  const validation = validationSplit === 0 ? undefined : validationIndices(dataset, length);
  return { train, validation };
}
