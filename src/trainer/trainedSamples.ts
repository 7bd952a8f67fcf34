import * as l10n from "@vscode/l10n";
import type { RunConfig } from "../runs/RunConfig";
import { trainedIndices, validationIndices } from "../runs/trainingParts";
import { imagesText } from "../text/amounts";

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
 * @throws Error with a one-sentence message if the set lacks an excluded image, or one of the two parts would have no
 * image
 */
export function trainedSamples(length: number, dataset: RunConfig["dataset"]): TrainedSamples {
  const { exclude, validationSplit } = dataset;
  if (exclude.length === 0 && validationSplit === 0) return { train: undefined, validation: undefined };
  const missing = exclude.find((index) => index >= length);
  if (missing !== undefined)
    throw new Error(
      l10n.t(
        "The image {0} cannot be left out, as the training set has {1}; the first is 0.",
        missing,
        imagesText(length),
      ),
    );
  const train = trainedIndices(dataset, length);
  const validation = validationSplit === 0 ? undefined : validationIndices(dataset, length);
  if (train.length === 0)
    throw new Error(
      validation
        ? l10n.t(
            "The validation split {0} leaves none of the {1} to train on; choose a smaller one, or leave out fewer images.",
            validationSplit,
            imagesText(length),
          )
        : l10n.t("All images of the training set are left out; none is left to train on."),
    );
  if (validation?.length === 0)
    throw new Error(
      l10n.t(
        "The validation split {0} leaves none of the {1} to validate on; choose a larger one, or leave out fewer images.",
        validationSplit,
        imagesText(length),
      ),
    );
  return { train, validation };
}
