import * as l10n from "@vscode/l10n";
import type { DatasetName } from "../datasets/datasets";
import { readUserFile } from "../files/readUserFile";
import { foreignText, userTextOf } from "../runs/fileText";
import { type Marks, parseMarksCsv, unfitImages } from "../runs/marks";
import { longestMarksFile, readMarks, withoutImages } from "../runs/marksFile";
import type { RunConfig } from "../runs/RunConfig";
import { plural } from "../text/language";
import { wholeNumber } from "../text/numbers";
import type { Arguments, TrainingArguments } from "./arguments";
import { optionOf, UsageError } from "./options";

type TrainArguments = Pick<Arguments, "runs"> & Extract<TrainingArguments, { command: "train" }>;

/**
 * Returns `config`, changed so that a run also leaves out the training images that are marked as unfit in the CSV file
 * `marks` and, with `excludeMarked`, in the runs folder.
 * @param note receives a sentence if some marks in the file leave out no image, and one if no mark in the runs folder
 * leaves out an image. The latter is no error: a script may use `--exclude-marked` before the first image is marked
 * @throws UsageError if the file cannot be read, a line is not valid, or no mark in the file leaves out an image
 * @throws MarksError if the marks in the runs folder cannot be read
 * @throws InvalidConfigError if too many images are left out
 */
export async function withoutMarked(
  { config, marks, excludeMarked, runs }: TrainArguments,
  note: (sentence: string) => void,
): Promise<RunConfig> {
  const images = [
    ...(marks === undefined ? [] : await unfitInFile(marks, note)),
    ...(excludeMarked ? unfitInFolder(runs, config.dataset.name, note) : []),
  ];
  return withoutImages(config, images);
}

/**
 * The option with which the user has set a field of RunConfig, as {@link optionOf} returns it. If only the marks in the
 * runs folder leave out images, their option is `--exclude-marked`.
 */
export function optionGiven(key: string, given: TrainArguments): string | undefined {
  const { config, marks, excludeMarked } = given;
  const isMarkedOnly = excludeMarked && marks === undefined && config.dataset.exclude.length === 0;
  return key === "dataset.exclude" && isMarkedOnly ? "--exclude-marked" : optionOf(key);
}

function unfitInFolder(runs: string, dataset: DatasetName, note: (sentence: string) => void): number[] {
  const images = unfitImages(readMarks(runs, dataset));
  if (images.length === 0)
    note(
      l10n.t(
        "--exclude-marked leaves out no image: no training image is marked as wrongLabel or badImage in {0}.",
        runs,
      ),
    );
  return images;
}

async function unfitInFile(path: string, note: (sentence: string) => void): Promise<number[]> {
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
  return images;
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
