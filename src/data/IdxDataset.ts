import type { DataFile } from "../datasets/DataFile";
import type { ImageShape, PublishedDataset } from "../datasets/datasets";
import { arena } from "../tensor";
import type { ImageDataset } from "./ImageDataset";
import { type LocatedFile, locateFiles } from "./locateFiles";
import { readDataFile } from "./readDataFile";
import { readFirstWhole, type WholeFile } from "./readFirstWhole";

/**
 * The training or the test set of a published data set, completely in memory. The images are in the arena, where the
 * kernels can read them.
 */
export class IdxDataset implements ImageDataset {
  readonly classes: readonly string[];
  readonly image: ImageShape;
  readonly images: Uint8Array;
  readonly labels: Uint8Array;
  /** Paths of the file of images and the file of labels. */
  readonly files: readonly string[];
  /** The {@link WholeFile.warnings} of both files. */
  readonly warnings: readonly string[];

  private constructor({ classes, image }: PublishedDataset, images: WholeFile, labels: WholeFile) {
    this.classes = classes;
    this.image = image;
    this.images = images.data;
    this.labels = labels.data;
    this.files = [images.path, labels.path];
    this.warnings = [...images.warnings, ...labels.warnings];
  }

  get length(): number {
    return this.labels.length;
  }

  /**
   * Finds and reads training and test set, plain or compressed by gzip, in a folder or below it. Node's thread
   * pool reads and decompresses the files.
   * @throws DatasetError that names the folder or file that is not as expected
   */
  static async openBoth(
    folder: string,
    dataset: PublishedDataset,
  ): Promise<{ train: IdxDataset; test: IdxDataset }> {
    const { trainImages, trainLabels, testImages, testLabels } = dataset.files;
    const found = await locateFiles(folder, [trainImages, trainLabels, testImages, testLabels]);
    const reading = [
      IdxDataset.read(dataset, found[0]!, found[1]!),
      IdxDataset.read(dataset, found[2]!, found[3]!),
    ];
    try {
      const [train, test] = await Promise.all(reading);
      return { train: train!, test: test! };
    } catch (error) {
      // If only one set failed, the images of the other set are released from the arena once they have been read.
      for (const one of await Promise.allSettled(reading))
        if (one.status === "fulfilled") arena.release(one.value.images);
      throw error;
    }
  }

  private static async read(
    dataset: PublishedDataset,
    images: LocatedFile,
    labels: LocatedFile,
  ): Promise<IdxDataset> {
    const reading = readFirstWhole(images, (path) => readImages(path, images.file));
    try {
      return new IdxDataset(dataset, ...(await Promise.all([reading, readFirstWhole(labels)])));
    } catch (error) {
      // If only the labels failed, the images are released from the arena once they have been read.
      await reading.then(({ data }) => arena.release(data)).catch(() => undefined);
      throw error;
    }
  }
}

/** Reads a file of images into the arena. Releases the memory of a refused file. */
async function readImages(path: string, file: DataFile): Promise<Uint8Array> {
  let memory: Uint8Array | undefined;
  const allocate = (bytes: number) => {
    memory = arena.uint8(bytes);
    return memory;
  };
  try {
    return await readDataFile(path, file, allocate);
  } catch (error) {
    if (memory) arena.release(memory);
    throw error;
  }
}
