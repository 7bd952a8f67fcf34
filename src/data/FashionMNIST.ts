import { arena } from "../tensor";
import { type DataFile, type DataFiles, fashionMnistFiles } from "./fashionMnistFiles";
import { classNames, type ImageDataset } from "./ImageDataset";
import { type LocatedFile, locateFiles } from "./locateFiles";
import { readDataFile } from "./readDataFile";
import { readFirstWhole, type WholeFile } from "./readFirstWhole";

export interface FashionMNISTOptions {
  /** The 60,000 training images, or the 10,000 test images. */
  train: boolean;
  /** What the files must be. */
  files?: DataFiles;
}

/** Zalando Research's images of clothing, whole in memory; the images where the tensor kernels can read them. */
export class FashionMNIST implements ImageDataset {
  readonly classes = classNames;
  readonly images: Uint8Array;
  readonly labels: Uint8Array;
  /** The paths of the images' and the labels' file. */
  readonly files: readonly string[];
  /** Sentences about files that were refused and others used in their place. */
  readonly warnings: readonly string[];

  private constructor(images: WholeFile, labels: WholeFile) {
    this.images = images.data;
    this.labels = labels.data;
    this.files = [images.path, labels.path];
    this.warnings = [...images.warnings, ...labels.warnings];
  }

  get length(): number {
    return this.labels.length;
  }

  /**
   * Finds and reads the images and labels, plain or packed by gzip, in a folder or below it, with other threads doing
   * most of it.
   * @throws DatasetError naming the folder or file that is not as it should be
   */
  static async open(folder: string, options: FashionMNISTOptions): Promise<FashionMNIST> {
    const { train, files = fashionMnistFiles } = options;
    const pair = train ? [files.trainImages, files.trainLabels] : [files.testImages, files.testLabels];
    const [images, labels] = await locateFiles(folder, pair);
    return FashionMNIST.read(images!, labels!);
  }

  /** Training and test set of a folder, as {@link open} reads each. */
  static async openBoth(
    folder: string,
    files: DataFiles = fashionMnistFiles,
  ): Promise<{ train: FashionMNIST; test: FashionMNIST }> {
    const { trainImages, trainLabels, testImages, testLabels } = files;
    const found = await locateFiles(folder, [trainImages, trainLabels, testImages, testLabels]);
    const reading = [FashionMNIST.read(found[0]!, found[1]!), FashionMNIST.read(found[2]!, found[3]!)];
    const [train, test] = await Promise.all(reading);
    return { train: train!, test: test! };
  }

  private static async read(images: LocatedFile, labels: LocatedFile): Promise<FashionMNIST> {
    const reading = readFirstWhole(images, (path) => readImages(path, images.file));
    try {
      return new FashionMNIST(...(await Promise.all([reading, readFirstWhole(labels)])));
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
