import { join, resolve } from "node:path";
import * as l10n from "@vscode/l10n";
import { type DatasetName, type DrawnName, datasets, isPublished } from "../datasets/datasets";
import { DatasetError } from "./errors";
import type { ImageDataset } from "./ImageDataset";
import { openBoth, type ResolveOptions, resolveDataset } from "./resolveDataset";
import { sampleDataset } from "./sample/sampleDataset";

/** The function that draws each data set that is not read from files. */
const drawers: Record<DrawnName, () => { train: ImageDataset; test: ImageDataset }> = {
  sample: () => sampleDataset(),
};

export interface OpenedDataset {
  train: ImageDataset;
  test: ImageDataset;
  /** The folder in or below which the files were found; `built-in` for a drawn data set. */
  source: string;
  /** Paths of the four files, relative to `source`, with `/`. */
  files?: string[];
  /** Sentences about files that were refused, and others that were used instead. */
  warnings: string[];
}

/**
 * Opens a data set of the registry.
 * @param options `cacheFolder` holds a folder for each data set that is downloaded
 * @throws as {@link resolveDataset} does, for one that is read from files
 */
export async function openDataset(name: DatasetName, options: ResolveOptions): Promise<OpenedDataset> {
  if (!isPublished(name)) return { ...drawers[name](), source: "built-in", warnings: [] };
  return resolveDataset(datasets[name], { ...options, cacheFolder: join(options.cacheFolder, name) });
}

/**
 * Opens a data set that is on this machine. Downloads and changes nothing.
 * @param locations folders with the four files of one that is read from files, in the order in which they are tried; an
 * empty text for the cache
 * @param cacheFolder holds a folder for each data set that was downloaded
 * @throws DatasetError, one sentence, where none of them holds it
 */
export async function openPresentDataset(
  name: DatasetName,
  locations: readonly string[],
  cacheFolder: string,
): Promise<OpenedDataset> {
  if (!isPublished(name)) return openDataset(name, { location: "", cacheFolder });
  let refusal: DatasetError | undefined;
  for (const location of locations) {
    try {
      return await openBoth(resolve(location || join(cacheFolder, name)), datasets[name]);
    } catch (error) {
      if (!(error instanceof DatasetError)) throw error;
      if (location !== "") refusal ??= error;
    }
  }
  throw (
    refusal ??
    new DatasetError(
      l10n.t("{0} is not on this machine; choose a folder with its four files.", datasets[name].label),
    )
  );
}
