import { createHash } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { IdxKind } from "../../../src/data/idx";
import { type DataFile, dataFile } from "../../../src/datasets/DataFile";
import { datasets, type PublishedDataset } from "../../../src/datasets/datasets";

const fashionMnist = datasets["fashion-mnist"];

/** An IDX file of `count` images or labels; its content depends on `salt`. */
export function idxBytes(kind: IdxKind, count: number, salt = 0): Buffer {
  const [, height, width] = fashionMnist.image;
  const dimensions = kind === "images" ? [count, height, width] : [count];
  const header = Buffer.alloc(4 + 4 * dimensions.length);
  header.writeUint32BE(0x0800 + dimensions.length, 0);
  dimensions.forEach((size, index) => {
    header.writeUint32BE(size, 4 + 4 * index);
  });
  const limit = kind === "images" ? 256 : fashionMnist.classes.length;
  const length = dimensions.reduce((a, b) => a * b);
  const data = new Uint8Array(length);
  for (let i = 0; i < length; i++) data[i] = ((i * 2654435761 + salt * 40503) >>> 13) % limit;
  return Buffer.concat([header, data]);
}

/** The description of a published file of `count` images or labels, and the file's content, plain and compressed. */
export function publishedFile(
  name: string,
  kind: IdxKind,
  count: number,
): { file: DataFile; plain: Buffer; gz: Buffer } {
  const plain = idxBytes(kind, count);
  const gz = gzipSync(plain, { level: 1 });
  const published = { bytes: gz.length, sha256: sha256(gz) };
  const { trainImages, trainLabels } = fashionMnist.files;
  const like = kind === "images" ? trainImages : trainLabels;
  const file = dataFile(like, { name, count, sha256: sha256(plain), gz: published, of: like.of });
  return { file, plain, gz };
}

export interface SmallDataset {
  published: PublishedDataset;
  /** The content of each file by name: `train-images-idx3-ubyte` and so on, four plain files and four `.gz`. */
  content: Map<string, Buffer>;
}

/** A data set in the form of Fashion-MNIST, with 200 training and 30 test images. */
export function smallDataset(): SmallDataset {
  const content = new Map<string, Buffer>();
  const describe = (name: string, kind: IdxKind, count: number): DataFile => {
    const { file, plain, gz } = publishedFile(name, kind, count);
    content.set(name, plain).set(`${name}.gz`, gz);
    return file;
  };
  const files = {
    trainImages: describe("train-images-idx3-ubyte", "images", 200),
    trainLabels: describe("train-labels-idx1-ubyte", "labels", 200),
    testImages: describe("t10k-images-idx3-ubyte", "images", 30),
    testLabels: describe("t10k-labels-idx1-ubyte", "labels", 30),
  };
  return { published: { ...fashionMnist, files }, content };
}

/** Writes all four files, plain or as `.gz`. */
export async function writeDataset(
  dataset: SmallDataset,
  folder: string,
  form: "plain" | "gz",
): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [name, bytes] of dataset.content) {
    if (name.endsWith(".gz") === (form === "gz")) await writeFile(join(folder, name), bytes);
  }
}

export function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** A folder that is removed when disposed. */
export async function temporaryFolder(): Promise<AsyncDisposable & { path: string }> {
  const path = await mkdtemp(join(tmpdir(), "data-"));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}
