import { rm } from "node:fs/promises";
import { basename, dirname, relative, resolve, sep } from "node:path";
import { adviseOtherFolder } from "./checkLocation";
import type { DownloadOptions } from "./download";
import { DatasetError } from "./errors";
import { FashionMNIST } from "./FashionMNIST";
import { type DataFile, type DataFiles, fashionMnistFiles, fashionMnistMirrors } from "./fashionMnistFiles";
import { findFile } from "./locateFiles";

export interface ResolveOptions extends DownloadOptions {
  /** A folder that the user names, with the four files in it or below it; empty for the cache. */
  location: string;
  /** Where downloaded files are kept; made when missing. */
  cacheFolder: string;
  mirrors?: readonly string[];
  /** What the files must be. */
  files?: DataFiles;
}

export interface ResolvedFashionMNIST {
  /** The folder that the files were found in or below. */
  source: string;
  /** Paths of the four files, relative to `source`, with `/`. */
  files: string[];
  /** Sentences about files that were refused and others used in their place. */
  warnings: string[];
  train: FashionMNIST;
  test: FashionMNIST;
}

/**
 * Opens Fashion-MNIST from the folder that the user names, and from nowhere else; when none is named, from the
 * cache, after downloading what it lacks.
 * @throws DatasetError for a folder or file that is not as it should be, DatasetUnavailableError when the files
 *   are neither in the cache nor to be had from the network, the signal's reason when aborted
 */
export async function resolveFashionMNIST(options: ResolveOptions): Promise<ResolvedFashionMNIST> {
  const { location, cacheFolder, files = fashionMnistFiles } = options;
  options.signal?.throwIfAborted();
  if (location !== "") return openBoth(resolve(location), files).catch(adviseOtherFolder);
  const source = resolve(cacheFolder);
  for (let left = Object.keys(files).length; ; left--) {
    await completeCache(source, files, options);
    try {
      return await openBoth(source, files);
    } catch (error) {
      if (!(error instanceof DatasetError) || !error.path || left === 0) throw error;
      await renew(error.path, files, options);
    }
  }
}

async function openBoth(source: string, files: DataFiles): Promise<ResolvedFashionMNIST> {
  const { train, test } = await FashionMNIST.openBoth(source, files);
  return {
    source,
    files: [...train.files, ...test.files].map((path) => relative(source, path).replaceAll(sep, "/")),
    warnings: [...train.warnings, ...test.warnings],
    train,
    test,
  };
}

async function completeCache(cache: string, files: DataFiles, options: ResolveOptions): Promise<void> {
  for (const file of Object.values(files)) {
    if (!(await findFile(cache, file.name))) await fetchFile(file, cache, options);
  }
}

/** The cache is ours: a file that went bad in it is fetched again. */
async function renew(path: string, files: DataFiles, options: ResolveOptions): Promise<void> {
  const file = Object.values(files).find(({ name }) => `${name}.gz` === basename(path));
  // Replaced, not removed: another process may have renewed it already.
  if (file) await fetchFile(file, dirname(path), options);
  else await rm(path, { force: true });
}

async function fetchFile(file: DataFile, folder: string, options: ResolveOptions): Promise<void> {
  // Rarely needed, and a network client takes its time to load.
  const { download } = await import("./download");
  const { mirrors = fashionMnistMirrors } = options;
  await download({ name: `${file.name}.gz`, ...file.gz }, folder, mirrors, options);
}
