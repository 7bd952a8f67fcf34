import { resolve } from "node:path";
import * as l10n from "@vscode/l10n";
import type { PublishedDataset } from "../datasets/datasets";
import { withoutStop } from "../text/sentences";
import { DatasetError } from "./errors";
import { type LocatedFile, locateFiles } from "./locateFiles";
import { readFirstWhole } from "./readFirstWhole";

/**
 * Checks that a folder that the user names holds a data set: the four files exist, and each is the published one.
 * @param location the folder; an empty text stands for the cache, which is not checked
 * @throws DatasetError with a one-sentence message that states what to do
 */
export async function checkLocation(location: string, { label, files }: PublishedDataset): Promise<void> {
  if (location === "") return;
  try {
    const located = await locateFiles(resolve(location), Object.values(files));
    // Labels are read first: with them, another data set is recognized without reading its images.
    const isImages = ({ file }: LocatedFile) => file.kind === "images";
    for (const one of located.sort((a, b) => Number(isImages(a)) - Number(isImages(b))))
      await readFirstWhole(one);
  } catch (error) {
    adviseOtherFolder(error, label);
  }
}

/** Throws the error again; a DatasetError gets advice to choose another folder than the one that the user named. */
export function adviseOtherFolder(error: unknown, label: string): never {
  if (!(error instanceof DatasetError)) throw error;
  throw new DatasetError(
    l10n.t(
      "{0}; choose a folder that holds {1}'s four files, or none to have them downloaded.",
      withoutStop(error.message),
      label,
    ),
    error.path,
  );
}
