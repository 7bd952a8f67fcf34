import { rm } from "node:fs/promises";
import { basename, dirname, relative, resolve, sep } from "node:path";
import type { DataFile } from "../datasets/DataFile";
import type { PublishedDataset } from "../datasets/datasets";
import { adviseOtherFolder } from "./checkLocation";
import type { DownloadOptions } from "./download";
import { DatasetError, DatasetUnavailableError, withOtherData } from "./errors";
import { IdxDataset } from "./IdxDataset";
import { findFile } from "./locateFiles";
import { readDataFile } from "./readDataFile";

export interface ResolveOptions extends DownloadOptions {
  /** A folder that the user names, with the four files in it or below it; empty for the cache. */
  location: string;
  /** Folder of the data set's downloaded files; made when missing. */
  cacheFolder: string;
}

export interface ResolvedDataset {
  /** The folder in or below which the files were found. */
  source: string;
  /** Paths of the four files, relative to `source`, with `/`. */
  files: string[];
  /** The {@link WholeFile.warnings} of the four files. */
  warnings: string[];
  train: IdxDataset;
  test: IdxDataset;
}

/**
 * Opens a published data set from the folder that the user names, and from no other. Without a named folder, opens it
 * from the cache, after downloading the files that are missing or damaged there.
 * @throws DatasetError for a folder or file that is not as expected, DatasetUnavailableError when files are
 * missing or damaged in the cache and cannot be downloaded, the signal's reason when aborted
 */
export async function resolveDataset(
  dataset: PublishedDataset,
  options: ResolveOptions,
): Promise<ResolvedDataset> {
  const { location, cacheFolder } = options;
  options.signal?.throwIfAborted();
  if (location !== "") {
    const advise = (error: unknown) => adviseOtherFolder(error, dataset.label);
    return openBoth(resolve(location), dataset).catch(advise);
  }
  const source = resolve(cacheFolder);
  try {
    return await openCache(source, dataset, options);
  } catch (error) {
    if (!(error instanceof DatasetUnavailableError)) throw error;
    throw new DatasetUnavailableError(dataset.label, error.failures, await damagedFiles(source, dataset));
  }
}

async function openCache(
  source: string,
  dataset: PublishedDataset,
  options: ResolveOptions,
): Promise<ResolvedDataset> {
  for (let left = Object.keys(dataset.files).length; ; left--) {
    await completeCache(source, dataset, options);
    try {
      return await openBoth(source, dataset);
    } catch (error) {
      if (!(error instanceof DatasetError) || !error.path || left === 0) throw error;
      await renew(error.path, dataset, options);
    }
  }
}

/**
 * Opens a published data set from a folder with the four files in it or below it. Downloads and changes nothing.
 * @throws DatasetError for a folder or file that is not as expected
 */
export async function openBoth(source: string, dataset: PublishedDataset): Promise<ResolvedDataset> {
  const { train, test } = await IdxDataset.openBoth(source, dataset);
  return {
    source,
    files: [...train.files, ...test.files].map((path) => relative(source, path).replaceAll(sep, "/")),
    warnings: [...train.warnings, ...test.warnings],
    train,
    test,
  };
}

async function completeCache(
  cache: string,
  dataset: PublishedDataset,
  options: ResolveOptions,
): Promise<void> {
  for (const file of Object.values(dataset.files)) {
    const found = await findFile(cache, file.name).catch((error: Error) => {
      throw new DatasetError(withOtherData(error.message, dataset.label));
    });
    if (!found) await fetchFile(file, cache, dataset, options);
  }
}

/**
 * Replaces a damaged file of the cache: downloads the `.gz` of the data file again, and removes the damaged file unless
 * the download has replaced it. A damaged file without the name of a data file is only removed.
 */
async function renew(path: string, dataset: PublishedDataset, options: ResolveOptions): Promise<void> {
  const file = Object.values(dataset.files).find(({ name }) => [name, `${name}.gz`].includes(basename(path)));
  // The damaged file is not removed first: another process may have replaced it by a whole one already.
  if (file) await fetchFile(file, dirname(path), dataset, options);
  if (basename(path) !== `${file?.name}.gz`) await rm(path, { force: true });
}

/** Why files of the cache cannot be used, as a sentence for each. Missing files are left out. */
export async function damagedFiles(cache: string, dataset: PublishedDataset): Promise<string[]> {
  const damaged: string[] = [];
  for (const file of Object.values(dataset.files)) {
    try {
      const path = await findFile(cache, file.name);
      if (path !== undefined) await readDataFile(path, file);
    } catch (error) {
      if (!(error instanceof DatasetError)) throw error;
      damaged.push(error.message);
    }
  }
  return damaged;
}

async function fetchFile(
  { name, gz }: DataFile,
  folder: string,
  { label, mirrors }: PublishedDataset,
  options: ResolveOptions,
): Promise<void> {
  // Loaded only here: the network client takes long to load, and is seldom needed.
  const { download } = await import("./download");
  await download({ of: label, name: `${name}.gz`, ...gz }, folder, mirrors, options);
}
