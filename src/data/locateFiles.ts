import { stat } from "node:fs/promises";
import { join } from "node:path";
import { DatasetError } from "./errors";
import type { DataFile } from "./fashionMnistFiles";

/** Where the files may be below the folder: in it, in `raw`, or where torchvision puts them below its root. */
const layouts = [".", "raw", join("FashionMNIST", "raw")];

/**
 * The paths of `files` in `folder`, in their order; plain files are preferred to `.gz`.
 * @throws DatasetError naming the folder and what it lacks
 */
export async function locateFiles(folder: string, files: readonly DataFile[]): Promise<string[]> {
  await checkFolder(folder);
  const lacking: string[][] = [];
  for (const layout of layouts) {
    const paths = await Promise.all(files.map((file) => findFile(join(folder, layout), file.name)));
    const found = paths.filter((path) => path !== undefined);
    if (found.length === files.length) return found;
    lacking.push(files.filter((_, index) => paths[index] === undefined).map((file) => file.name));
  }
  const [least] = lacking.sort((a, b) => a.length - b.length);
  const lack =
    least!.length === files.length ? "none of its files is there" : `${least!.join(" and ")} is missing`;
  throw new DatasetError(
    `${folder} holds no complete Fashion-MNIST: ${lack} ` +
      `(looked for ${files.map((file) => file.name).join(", ")}, plain or .gz, in it, in raw and in FashionMNIST/raw).`,
  );
}

/** The path of a file or of its `.gz` in a folder, or undefined. */
export async function findFile(folder: string, name: string): Promise<string | undefined> {
  for (const path of [join(folder, name), join(folder, `${name}.gz`)]) {
    if ((await stat(path).catch(() => undefined))?.isFile()) return path;
  }
  return undefined;
}

async function checkFolder(folder: string): Promise<void> {
  const found = await stat(folder).catch(() => undefined);
  if (!found) throw new DatasetError(`The data set folder ${folder} does not exist.`);
  if (!found.isDirectory())
    throw new DatasetError(`The data set location ${folder} is a file, not a folder.`);
}
