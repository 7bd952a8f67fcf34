import { copyFile, mkdir, rename, rm, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { DatasetError } from "../../../src/data/errors";
import { IdxDataset } from "../../../src/data/IdxDataset";
import { readDataFile } from "../../../src/data/readDataFile";
import { arena } from "../../../src/tensor";
import { idxBytes, publishedFile, smallDataset, temporaryFolder, writeDataset } from "./smallDataset";

const dataset = smallDataset();
const open = (folder: string) => IdxDataset.openBoth(folder, dataset.published);

/** The message with which a folder changed by `spoil` is refused, with the folder's path as FOLDER. */
async function refusal(form: "plain" | "gz", spoil: (path: (name: string) => string) => Promise<unknown>) {
  await using folder = await temporaryFolder();
  await writeDataset(dataset, folder.path, form);
  await spoil((name) => join(folder.path, name));
  const error = await open(folder.path).catch((error: unknown) => error);
  expect(error).toBeInstanceOf(DatasetError);
  return (error as Error).message.replaceAll(folder.path, "FOLDER");
}

test.each(["plain", "gz"] as const)("reads training and test set from %s files", async (form) => {
  await using folder = await temporaryFolder();
  await writeDataset(dataset, folder.path, form);
  const { train, test } = await open(folder.path);
  expect([train.length, test.length]).toEqual([200, 30]);
  expect(idxBytes("images", 200).subarray(16).equals(train.images)).toBe(true);
  expect(idxBytes("labels", 200).subarray(8).equals(train.labels)).toBe(true);
  expect(idxBytes("images", 30).subarray(16).equals(test.images)).toBe(true);
  expect(test.classes[9]).toBe("Ankle boot");
});

test.each([".", "raw", "FashionMNIST/raw"])("finds the files below the folder in %s", async (layout) => {
  await using folder = await temporaryFolder();
  await writeDataset(dataset, join(folder.path, layout), "gz");
  expect((await open(folder.path)).train).toHaveLength(200);
});

test("prefers a plain file to its .gz", async () => {
  await using folder = await temporaryFolder();
  await writeDataset(dataset, folder.path, "plain");
  await writeFile(join(folder.path, "train-images-idx3-ubyte.gz"), "damaged");
  expect((await open(folder.path)).train).toHaveLength(200);
});

test("unpacks a .gz piece by piece into the allocated memory", async () => {
  await using folder = await temporaryFolder();
  const { file, plain, gz } = publishedFile("many", "images", 8000);
  const path = join(folder.path, "many.gz");
  await writeFile(path, gz);
  let memory = new Uint8Array();
  const images = await readDataFile(path, file, (bytes) => {
    memory = new Uint8Array(bytes);
    return memory;
  });
  expect(images).toBe(memory);
  expect(plain.subarray(16).equals(images)).toBe(true);
});

test("reads a .gz followed by more zeros than are read at a time", async () => {
  await using folder = await temporaryFolder();
  const { file, plain, gz } = publishedFile("padded", "images", 16_000);
  const path = join(folder.path, "padded.gz");
  await writeFile(path, Buffer.concat([gz, Buffer.alloc(6 * 2 ** 20)]));
  expect(plain.subarray(16).equals(await readDataFile(path, file))).toBe(true);
});

test.each([
  ["images", "train-images-idx3-ubyte", "plain"],
  ["images", "train-images-idx3-ubyte.gz", "gz"],
  ["labels", "train-labels-idx1-ubyte", "plain"],
] as const)("refused %s (%s) leave no memory taken in the arena", async (_, name, form) => {
  const before = arena.usedBytes;
  await refusal(form, (path) => writeFile(path(name), "damaged"));
  // Less may be used than before: the garbage collector may free tensors of earlier tests meanwhile.
  expect(arena.usedBytes).toBeLessThanOrEqual(before);
});

test("accepts a .gz that was compressed again", async () => {
  await using folder = await temporaryFolder();
  await writeDataset(dataset, folder.path, "gz");
  const packed = gzipSync(idxBytes("images", 200), { level: 9 });
  await writeFile(join(folder.path, "train-images-idx3-ubyte.gz"), packed);
  expect((await open(folder.path)).train).toHaveLength(200);
});

test("the error for a folder that does not exist has its path", async () => {
  await expect(open("/no/such/folder")).rejects.toThrow(
    new DatasetError("The data set folder /no/such/folder does not exist."),
  );
});

test("the error for a file in place of the folder has its path", async () => {
  await using folder = await temporaryFolder();
  const path = join(folder.path, "train-images-idx3-ubyte");
  await writeFile(path, "");
  await expect(open(path)).rejects.toThrow(`The data set location ${path} is a file, not a folder.`);
});

test("the error for an empty folder has its path and all file names that were looked for", async () => {
  await using folder = await temporaryFolder();
  await expect(open(folder.path)).rejects.toThrow(
    `${folder.path} holds no complete Fashion-MNIST: none of its files is there (looked for ` +
      "train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-images-idx3-ubyte, t10k-labels-idx1-ubyte, plain or .gz, in it and up to 4 folders below).",
  );
});

test("a missing file is named, even if the other files are in different folders", async () => {
  const message = await refusal("gz", async (path) => {
    await rm(path("train-images-idx3-ubyte.gz"));
    await mkdir(path("raw"));
    await rename(path("train-labels-idx1-ubyte.gz"), path("raw/train-labels-idx1-ubyte.gz"));
  });
  expect(message).toMatch(/^FOLDER holds no complete Fashion-MNIST: train-images-idx3-ubyte is missing/);
});

const imagesGz = "train-images-idx3-ubyte.gz";
const labelsGz = "train-labels-idx1-ubyte.gz";

test.each<[string, "plain" | "gz", (path: (name: string) => string) => Promise<unknown>, string]>([
  [
    "a truncated file",
    "plain",
    (path) => truncate(path("train-images-idx3-ubyte"), 1000),
    "FOLDER/train-images-idx3-ubyte is truncated: it has 1000 bytes where its 200 images take 156816.",
  ],
  [
    "a file with trailing bytes",
    "plain",
    (path) => truncate(path("train-images-idx3-ubyte"), 156_817),
    "FOLDER/train-images-idx3-ubyte has trailing bytes: it has 156817 bytes where its 200 images take 156816.",
  ],
  [
    "plain labels where images belong",
    "plain",
    (path) => copyFile(path("train-labels-idx1-ubyte"), path("train-images-idx3-ubyte")),
    "FOLDER/train-images-idx3-ubyte should hold images (an IDX file that begins with 0x00000803), but it holds labels.",
  ],
  [
    "plain images where labels belong",
    "plain",
    (path) => copyFile(path("train-images-idx3-ubyte"), path("train-labels-idx1-ubyte")),
    "FOLDER/train-labels-idx1-ubyte should hold labels (an IDX file that begins with 0x00000801), but it holds images.",
  ],
  [
    "packed images where labels belong",
    "gz",
    (path) => copyFile(path(imagesGz), path(labelsGz)),
    `FOLDER/${labelsGz} should hold labels (an IDX file that begins with 0x00000801), but it holds images.`,
  ],
  [
    "packed labels where images belong",
    "gz",
    (path) => copyFile(path(labelsGz), path(imagesGz)),
    `FOLDER/${imagesGz} should hold images (an IDX file that begins with 0x00000803), but it holds labels.`,
  ],
  [
    "the test set's files where the training set's belong",
    "gz",
    (path) => copyFile(path("t10k-images-idx3-ubyte.gz"), path(imagesGz)),
    `FOLDER/${imagesGz} holds 30 images where 200 are expected.`,
  ],
  [
    "the training set's files where smaller ones belong",
    "plain",
    (path) => writeFile(path("train-labels-idx1-ubyte"), idxBytes("labels", 300)),
    "FOLDER/train-labels-idx1-ubyte holds 300 labels where 200 are expected.",
  ],
  [
    "a truncated .gz",
    "gz",
    (path) => truncate(path(imagesGz), 500),
    `FOLDER/${imagesGz} is truncated: it ends after 500 bytes where the published file has ${dataset.published.files.trainImages.gz.bytes} bytes.`,
  ],
  [
    "an empty .gz",
    "gz",
    (path) => truncate(path(labelsGz), 0),
    `FOLDER/${labelsGz} is empty where the published file has ${dataset.published.files.trainLabels.gz.bytes} bytes.`,
  ],
  [
    "a .gz with a changed byte",
    "gz",
    (path) => writeFile(path(imagesGz), Buffer.from(dataset.content.get(imagesGz)!).fill(0x55, 300, 310)),
    `FOLDER/${imagesGz} is damaged: it cannot be unpacked (Z_DATA_ERROR).`,
  ],
  [
    "a web page saved as .gz",
    "gz",
    (path) => writeFile(path(imagesGz), "<!DOCTYPE html><p>"),
    `FOLDER/${imagesGz} is not a gzip file: it is a web page, such as the sign-in page of a network; download the file again.`,
  ],
  [
    "a .gz that unpacks to far more than its header says",
    "gz",
    (path) =>
      writeFile(path(imagesGz), gzipSync(Buffer.concat([idxBytes("images", 200), Buffer.alloc(10_000_000)]))),
    `FOLDER/${imagesGz} has trailing bytes: it unpacks to more than the 156816 bytes that its 200 images take.`,
  ],
  [
    "a .gz that is itself longer than any of that content",
    "gz",
    (path) =>
      writeFile(path(imagesGz), Buffer.concat([dataset.content.get(imagesGz)!, Buffer.alloc(200_000)])),
    `FOLDER/${imagesGz} is too long: it has ${dataset.content.get(imagesGz)!.length + 200_000} bytes where a .gz of 200 images has at most 159409 bytes.`,
  ],
  [
    "a .gz of zeros without end",
    "gz",
    (path) => writeFile(path(labelsGz), gzipSync(Buffer.alloc(10_000_000))),
    `FOLDER/${labelsGz} should hold labels (an IDX file that begins with 0x00000801), but it begins with 0x00000000.`,
  ],
  [
    "a folder in a file's place",
    "plain",
    async (path) => {
      await rm(path("train-labels-idx1-ubyte"));
      await mkdir(path("train-labels-idx1-ubyte"));
    },
    "FOLDER holds no complete Fashion-MNIST: train-labels-idx1-ubyte is missing (looked for train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-images-idx3-ubyte, t10k-labels-idx1-ubyte, plain or .gz, in it and up to 4 folders below).",
  ],
])("%s is refused by name", async (_fault, form, spoil, message) => {
  expect(await refusal(form, spoil)).toBe(message);
});

test.each(["plain", "gz"] as const)("another data set in the same shape is refused (%s)", async (form) => {
  const digits = idxBytes("images", 200, 1);
  const name = form === "gz" ? imagesGz : "train-images-idx3-ubyte";
  const message = await refusal(form, (path) =>
    writeFile(path(name), form === "gz" ? gzipSync(digits) : digits),
  );
  expect(message).toBe(
    `FOLDER/${name} is not Fashion-MNIST's: it holds 200 images, but their SHA-256 is not the published one, ` +
      "so it is damaged or another data set's.",
  );
});
