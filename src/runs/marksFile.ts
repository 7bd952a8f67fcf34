/** Reads and changes the marks of a data set's images, which are in a file of the runs folder. */
import { join } from "node:path";
import * as l10n from "@vscode/l10n";
import type { DatasetName, ImageSet } from "../datasets/datasets";
import { cannotBeWritten } from "../files/diskTrouble";
import type { Folder } from "../files/Folder";
import { fileVersion } from "../files/fileVersion";
import { withLock } from "../files/lock";
import { remedyOfUnreadable, whyUnreadable } from "../files/openFile";
import { advised } from "../text/sentences";
import { foreignFile, foreignText, textOf } from "./fileText";
import {
  decodeMarks,
  encodeMarks,
  type MarkChange,
  type Marks,
  noMarks,
  unfitImages,
  withMarks,
} from "./marks";
import { type RunConfig, resolveRunConfig } from "./RunConfig";
import { openRunsFolder } from "./runsFolder";

/** Largest number of bytes of a file of marks, in JSON or CSV. They are enough for 100,000 marks. */
export const longestMarksFile = 4 * 1024 * 1024;

/** The name of the file of marks in the runs folder. It begins with a dot, so that the file is not taken for a run. */
export function marksFile(dataset: DatasetName): string {
  return `.${dataset}.marks.json`;
}

/** A text that changes if the marks of a data set's images may have changed. */
export function marksVersion(runsFolder: string, dataset: DatasetName): string {
  return `${runsFolder} ${fileVersion(join(runsFolder, marksFile(dataset)))}`;
}

/** The marks of a data set's images; none if there is no file. @throws MarksError if the file cannot be read */
export function readMarks(runsFolder: string, dataset: DatasetName): Marks {
  try {
    return marksIn(openRunsFolder(runsFolder), dataset);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return noMarks;
    if (error instanceof MarksError) throw error;
    throw unreadable(join(runsFolder, marksFile(dataset)), error);
  }
}

function unreadable(path: string, error: unknown): MarksError {
  const sentence = l10n.t("{0} cannot be read: {1}.", path, whyUnreadable(error));
  return new MarksError(advised(sentence, remedyOfUnreadable(error)));
}

/**
 * Changes the marks of some images of a set. Changes by several processes are made one after another.
 * @returns all marks of the data set
 * @throws MarksError if the file cannot be written, or its content cannot be read and would be lost
 */
export async function changeMarks(
  runsFolder: string,
  dataset: DatasetName,
  set: ImageSet,
  changes: readonly MarkChange[],
): Promise<Marks> {
  const name = marksFile(dataset);
  try {
    const folder = openRunsFolder(runsFolder);
    return await withLock(folder, `${name}.lock`, () => {
      const marks = withMarks(marksIn(folder, dataset), set, changes);
      folder.replace(name, encodeMarks(marks));
      return marks;
    });
  } catch (error) {
    throw error instanceof MarksError
      ? error
      : new MarksError(cannotBeWritten(join(runsFolder, name), error));
  }
}

function marksIn(folder: Folder, dataset: DatasetName): Marks {
  const name = marksFile(dataset);
  if (!folder.look(name)) return noMarks;
  let bytes: Buffer;
  try {
    bytes = folder.read(name, longestMarksFile);
  } catch (error) {
    throw unreadable(join(folder.path, name), error);
  }
  const foreign = foreignText(bytes);
  if (foreign) throw new MarksError(foreignFile(join(folder.path, name), foreign));
  try {
    return decodeMarks(textOf(bytes));
  } catch {
    throw new MarksError(
      l10n.t(
        "{0} is damaged or of another version, so that no marks are read or written; correct or remove it.",
        join(folder.path, name),
      ),
    );
  }
}

/**
 * A copy of the configuration that also leaves out the training images that a user has marked as unfit: the
 * {@link unfitImages} of the marks in the runs folder.
 * @throws what {@link readMarks} and {@link withoutImages} throw
 */
export function withoutUnfit(config: RunConfig, runsFolder: string): RunConfig {
  return withoutImages(config, unfitImages(readMarks(runsFolder, config.dataset.name)));
}

/**
 * A copy of the configuration that also leaves out the training images with the indices in `images`.
 * @throws InvalidConfigError if the copy leaves out too many images
 */
export function withoutImages(config: RunConfig, images: readonly number[]): RunConfig {
  const { dataset } = config;
  const exclude = [...new Set([...dataset.exclude, ...images])].sort((a, b) => a - b);
  return resolveRunConfig({ ...config, dataset: { ...dataset, exclude } });
}

/** Marks cannot be read or written. The message is one sentence for the user. */
export class MarksError extends Error {
  override name = "MarksError";
}
