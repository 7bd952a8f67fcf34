import { join } from "node:path";
import { type DatasetName, type DrawnName, datasets, isPublished } from "../datasets/datasets";
import type { ImageDataset } from "./ImageDataset";
import { type ResolveOptions, resolveDataset } from "./resolveDataset";
import { openSample } from "./sample/keptSample";

/**
 * For each data set that this program draws, the function that opens it. `keep`: whether the drawn set may be written
 * to the cache folder.
 */
const drawn: Record<
  DrawnName,
  (cacheFolder: string, keep: boolean) => { train: ImageDataset; test: ImageDataset }
> = { sample: openSample };

export interface OpenedDataset {
  train: ImageDataset;
  test: ImageDataset;
  /** The folder in or below which the files were found; `built-in` for a drawn data set. */
  source: string;
  /** Paths of the four files, relative to `source`, with `/`; left out for a drawn data set. */
  files?: string[];
  /** The {@link WholeFile.warnings} of the four files; empty for a drawn data set. */
  warnings: string[];
}

/**
 * Opens a data set, published or drawn.
 * @param options `cacheFolder` holds a folder for each data set that is downloaded
 * @throws as {@link resolveDataset} does, for a published data set
 */
export async function openDataset(name: DatasetName, options: ResolveOptions): Promise<OpenedDataset> {
  if (!isPublished(name)) return openDrawn(name, options.cacheFolder, true);
  return resolveDataset(datasets[name], { ...options, cacheFolder: join(options.cacheFolder, name) });
}

/** Opens a data set that this program draws. @param keep whether the drawn set may be written to the cache folder */
export function openDrawn(name: DrawnName, cacheFolder: string, keep: boolean): OpenedDataset {
  return { ...drawn[name](cacheFolder, keep), source: "built-in", warnings: [] };
}
