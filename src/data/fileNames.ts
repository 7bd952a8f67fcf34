import { basename, relative, sep } from "node:path";
import type { DataFile } from "../datasets/DataFile";
import { packedName, recognizedName } from "./packings";

/**
 * Whether a file has a data file's name, apart from changes by archivers, browsers and file managers, such as
 * `train-images (1).idx3-ubyte.GZ` and `train-images-idx3-ubyte.xz`.
 */
export function hasNameOf(path: string, { name }: DataFile): boolean {
  const spelling = basename(path)
    .toLowerCase()
    .replace(recognizedName, "")
    .replace(/\.gz$/, "")
    .replaceAll(/ ?\(\d+\)| - copy| copy( \d+)?/g, "")
    .replace(/\.gz$/, "")
    .replaceAll(/[._ ]+/g, "-");
  return spelling === name;
}

/** Sorts paths below a folder by how likely each is to be `file`, the likeliest first. */
export function likeliestFirst(paths: readonly string[], folder: string, file: DataFile): string[] {
  return paths
    .map((path) => ({ path, rank: rankOf(path, folder, file) }))
    .sort((a, b) => compare(a.rank, b.rank) || (a.path < b.path ? -1 : 1))
    .map(({ path }) => path);
}

/** Rank of a path. Ranks are compared number by number, from the first; the path with the lower number is likelier. */
function rankOf(path: string, folder: string, file: DataFile): number[] {
  const below = relative(folder, path);
  const depth = below.split(sep).length;
  return [
    // A packed file is refused when it is read.
    packedName.test(path) ? 1 : 0,
    below.toLowerCase().includes(file.of.hint) ? 0 : 1,
    hasNameOf(path, file) ? 0 : 1,
    depth,
    isNearlyNameOf(path, file) ? 0 : 1,
  ];
}

function compare(a: readonly number[], b: readonly number[]): number {
  const index = a.findIndex((figure, at) => figure !== b[at]);
  return index === -1 ? 0 : a[index]! - b[index]!;
}

/**
 * Whether a file's name has the two words that distinguish a data file: `train` or `t10k` (also `test`), and `images`
 * or `labels`.
 */
function isNearlyNameOf(path: string, { name }: DataFile): boolean {
  const [part, kind] = name.split("-");
  const spelling = basename(path).toLowerCase();
  const hasPart = spelling.includes(part!) || (part === "t10k" && spelling.includes("test"));
  return hasPart && spelling.includes(kind!);
}
