import { join } from "node:path";
import { type DatasetName, type DrawnName, datasets, isPublished } from "../datasets/datasets";
import type { ImageDataset } from "./ImageDataset";
import { type ResolveOptions, resolveDataset } from "./resolveDataset";
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
