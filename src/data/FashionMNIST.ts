import { arena } from "../tensor";
import { type DataFile, type DataFiles, fashionMnistFiles } from "./fashionMnistFiles";
import { classNames, type ImageDataset } from "./ImageDataset";
import { locateFiles } from "./locateFiles";
import { readDataFile } from "./readDataFile";

export interface FashionMNISTOptions {
  /** The 60,000 training images, or the 10,000 test images. */
  train: boolean;
  /** What the files must be. */
  files?: DataFiles;
}

/** Zalando Research's images of clothing, whole in memory; the images where the tensor kernels can read them. */
export class FashionMNIST implements ImageDataset {
  readonly classes = classNames;

  private constructor(
    readonly images: Uint8Array,
    readonly labels: Uint8Array,
  ) {}

  get length(): number {
    return this.labels.length;
  }

  /**
   * Reads the images and labels, plain or `.gz`, from a folder or a torchvision root, with other threads doing most
   * of it.
   * @throws DatasetError naming the folder or file that is not as it should be
   */
  static async open(folder: string, options: FashionMNISTOptions): Promise<FashionMNIST> {
    const { train, files = fashionMnistFiles } = options;
    const pair = train ? [files.trainImages, files.trainLabels] : [files.testImages, files.testLabels];
    const paths = await locateFiles(folder, pair);
    const images = readImages(paths[0]!, pair[0]!);
    try {
      return new FashionMNIST(...(await Promise.all([images, readDataFile(paths[1]!, pair[1]!)])));
    } catch (error) {
      // The images may still be on their way into the arena.
      await images.then((room) => arena.release(room)).catch(() => undefined);
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
