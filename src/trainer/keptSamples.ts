import * as l10n from "@vscode/l10n";
import { imagesText } from "../text/amounts";

/**
 * The indices of the training images that a run trains on, ascending; undefined for all of them.
 * @param length of the training set
 * @param exclude indices of images that are left out
 * @throws Error, one sentence, where the set lacks an excluded image, or all its images are excluded
 */
export function keptSamples(length: number, exclude: readonly number[]): Int32Array | undefined {
  if (exclude.length === 0) return undefined;
  const missing = exclude.find((index) => index >= length);
  if (missing !== undefined)
    throw new Error(
      l10n.t(
        "The image {0} cannot be left out, as the training set has {1}; the first is 0.",
        missing,
        imagesText(length),
      ),
    );
  const excluded = new Set(exclude);
  if (excluded.size >= length)
    throw new Error(l10n.t("All images of the training set are left out; none is left to train on."));
  return Int32Array.from(Array(length).keys()).filter((index) => !excluded.has(index));
}
