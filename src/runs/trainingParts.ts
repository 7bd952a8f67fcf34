/** The parts of a training set: images that are trained on, images held out for validation, images left out. */
import * as l10n from "@vscode/l10n";
import { imagesText } from "../text/amounts";
import { InvalidConfigError, type RunConfig } from "./RunConfig";

/** The part of a configuration that decides which images are left out or held out. */
type Parts = Pick<RunConfig["dataset"], "exclude" | "validationSplit">;

/**
 * Index of the first image that is held out for validation, as Keras computes it; `images` if none is held out. The
 * held-out images are the last ones of the whole training set in the order of its file. `exclude` does not change the
 * index.
 * @param images number of images of the whole training set
 */
export function validationStart({ validationSplit }: Parts, images: number): number {
  return Math.floor(images * (1 - validationSplit));
}

/** Number of images that are trained on. @param images number of images of the whole training set */
export function trainedCount(dataset: Parts, images: number): number {
  return countWithout(dataset.exclude, 0, validationStart(dataset, images));
}

/**
 * Number of images that are held out for validation, without those in `exclude`.
 * @param images number of images of the whole training set
 */
export function validationCount(dataset: Parts, images: number): number {
  return countWithout(dataset.exclude, validationStart(dataset, images), images);
}

/**
 * Indices, ascending, of the images that are held out for validation, without those in `exclude`.
 * @param images number of images of the whole training set
 */
export function validationIndices(dataset: Parts, images: number): Int32Array {
  return indicesWithout(dataset.exclude, validationStart(dataset, images), images);
}

/** Indices, ascending, of the images that are trained on. @param images number of images of the whole training set */
export function trainedIndices(dataset: Parts, images: number): Int32Array {
  return indicesWithout(dataset.exclude, 0, validationStart(dataset, images));
}

/**
 * Checks that the training set has all excluded images, and that an image is left to train on and, with a validation
 * split, one to validate on.
 * @param images number of images of the whole training set
 * @throws InvalidConfigError about `dataset.exclude` or `dataset.validationSplit`
 */
export function checkParts(dataset: Parts, images: number): void {
  const { exclude, validationSplit } = dataset;
  const all = imagesText(images);
  const missing = exclude.find((index) => index >= images);
  if (missing !== undefined)
    throw new InvalidConfigError(
      "dataset.exclude",
      l10n.t(
        "cannot be used: there is no training image {0}, as the training set has {1}; the first is 0",
        missing,
        all,
      ),
    );
  const isToTrain = trainedCount(dataset, images) > 0;
  if (!isToTrain && validationSplit === 0)
    throw new InvalidConfigError(
      "dataset.exclude",
      l10n.t("leaves none of the {0} to train on; leave out fewer images, marked ones included", all),
    );
  if (!isToTrain)
    throw new InvalidConfigError(
      "dataset.validationSplit",
      l10n.t(
        "{0} leaves none of the {1} to train on; choose a smaller one, or leave out fewer images",
        validationSplit,
        all,
      ),
    );
  if (validationSplit > 0 && validationCount(dataset, images) === 0)
    throw new InvalidConfigError(
      "dataset.validationSplit",
      l10n.t(
        "{0} leaves none of the {1} to validate on; choose a larger one, or leave out fewer images",
        validationSplit,
        all,
      ),
    );
}

function countWithout(exclude: readonly number[], begin: number, end: number): number {
  return end - begin - exclude.filter((index) => index >= begin && index < end).length;
}

function indicesWithout(exclude: readonly number[], begin: number, end: number): Int32Array {
  const excluded = new Set(exclude);
  return Int32Array.from({ length: end - begin }, (_, place) => begin + place).filter(
    (index) => !excluded.has(index),
  );
}
