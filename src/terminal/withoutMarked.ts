import * as l10n from "@vscode/l10n";
import { readUserFile } from "../files/readUserFile";
import { foreignText, userTextOf } from "../runs/fileText";
import { type Marks, parseMarksCsv, unfitImages } from "../runs/marks";
import { longestMarksFile, withoutImages } from "../runs/marksFile";
import type { RunConfig } from "../runs/RunConfig";
import { plural } from "../text/language";
import { wholeNumber } from "../text/numbers";
import { UsageError } from "./options";

/**
 * Returns a configuration that also leaves out the training images that a CSV file marks as unfit.
 * @param path the path of the CSV file; undefined for no file
 * @param note receives a sentence about a file in which not every mark leaves out an image
 * @throws UsageError if the file cannot be read, a line is not valid, or no mark leaves out an image
 * @throws InvalidConfigError if too many images are left out
 */
export async function withoutMarked(
  config: RunConfig,
  path: string | undefined,
  note: (sentence: string) => void,
): Promise<RunConfig> {
  if (path === undefined) return config;
  const marks = await readMarksCsv(path);
  const images = unfitImages(marks);
  const count = Object.keys(marks.train).length + Object.keys(marks.test).length;
  if (images.length === 0)
    throw new UsageError(
      l10n.t(
        "{0} is not used: it marks no training image as wrongLabel or badImage, so that --exclude would leave out none.",
        path,
      ),
    );
  if (images.length < count) {
    const [used, all] = [wholeNumber(images.length), wholeNumber(count)];
    note(
      plural(
        images.length,
        l10n.t("{0} of {1} marks in {2} leaves out a training image.", used, all, path),
        l10n.t("{0} of {1} marks in {2} leave out a training image.", used, all, path),
      ),
    );
  }
  return withoutImages(config, images);
}

async function readMarksCsv(path: string): Promise<Marks> {
  const bytes = await readUserFile(path, longestMarksFile).catch((error: Error) => {
    throw new UsageError(error.message);
  });
  try {
    const text = userTextOf(bytes);
    const foreign = foreignText(Buffer.from(text));
    if (foreign) throw new Error(l10n.t("it is {0}; {1}", foreign.what, foreign.remedy));
    return parseMarksCsv(text);
  } catch (error) {
    throw new UsageError(l10n.t("{0} is not used: {1}.", path, (error as Error).message));
  }
}
