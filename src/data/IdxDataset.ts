import type { DataFile } from "../datasets/DataFile";
import type { ImageShape, PublishedDataset } from "../datasets/datasets";
import { arena } from "../tensor";
import type { ImageDataset } from "./ImageDataset";
import { type LocatedFile, locateFiles } from "./locateFiles";
import { readDataFile } from "./readDataFile";
import { readFirstWhole, type WholeFile } from "./readFirstWhole";

/** Images and labels of a published data set, whole in memory; the images where the tensor kernels can read them. */
export class IdxDataset implements ImageDataset {
  readonly classes: readonly string[];
  readonly image: ImageShape;
  readonly images: Uint8Array;
  readonly labels: Uint8Array;
  /** The paths of the images' and the labels' file. */
  readonly files: readonly string[];
  /** Sentences about files that were refused and others used in their place. */
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
   * Finds and reads training and test set, plain or packed by gzip, in a folder or below it, with other threads doing
   * most of it.
   * @throws DatasetError naming the folder or file that is not as it should be
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
      // The other one may be whole, or still on its way into the arena.
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
      // The images may still be on their way into the arena.
      await reading.then(({ data }) => arena.release(data)).catch(() => undefined);
      throw error;
    }
  }
}

/** Into the arena, to which the room of a refused file goes back. */
async function readImages(path: string, file: DataFile): Promise<Uint8Array> {
  let room: Uint8Array | undefined;
  const allocate = (bytes: number) => {
    room = arena.uint8(bytes);
    return room;
  };
  try {
    return await readDataFile(path, file, allocate);
  } catch (error) {
    if (room) arena.release(room);
    throw error;
  }
}
