/** The figures of a data set that need no training. */
import type { ImageDataset } from "../data";
import type { DataDescription, SetDescription } from "../protocol/modelProtocol";
import { sizeOf } from "../tensor";

/** Largest number of examples of each class. */
const examplesOfClass = 10;
/** Largest number of duplicates that are listed. */
const mostDuplicates = 100;

type Described = Omit<DataDescription, "dataset" | "classes" | "image">;

/** Describes a data set. Takes 1 s for the 70,000 images of Fashion-MNIST. */
export function describeData({ train, test }: { train: ImageDataset; test: ImageDataset }): Described {
  const { image, classes } = train;
  const size = sizeOf(image);
  const examples = examplesOf(train);
  const images = new Uint8Array(examples.length * size);
  for (const [place, index] of examples.entries())
    images.set(train.images.subarray(index * size, (index + 1) * size), place * size);
  return {
    sets: { train: describeSet(train), test: describeSet(test) },
    examples: { indices: examples, images },
    means: meansOf(train, classes.length),
    ...duplicatesIn(train, test),
  };
}

/** Mean and standard deviation (of the population) of all pixels, as values from 0 to 1; number of images by class. */
function describeSet({ images, labels, classes, length }: ImageDataset): SetDescription {
  const counts = new Array<number>(classes.length).fill(0);
  for (const label of labels) counts[label]!++;
  const pixels = new Float64Array(256);
  for (const value of images) pixels[value]!++;
  let sum = 0;
  let squares = 0;
  for (const [value, count] of pixels.entries()) {
    sum += (value / 255) * count;
    squares += (value / 255) ** 2 * count;
  }
  const mean = sum / images.length;
  return { samples: length, counts, mean, deviation: Math.sqrt(squares / images.length - mean * mean) };
}

/** The indices of the first {@link examplesOfClass} images of each class, class by class. */
function examplesOf({ labels, classes }: ImageDataset): Uint32Array {
  const ofClass = classes.map((): number[] => []);
  for (const [index, label] of labels.entries())
    if (ofClass[label]!.length < examplesOfClass) ofClass[label]!.push(index);
  return Uint32Array.from(ofClass.flat());
}

/** The mean image of each class, [classes, ...image]; black for a class without images. */
function meansOf({ images, labels, image }: ImageDataset, classes: number): Uint8Array {
  const size = sizeOf(image);
  const sums = new Float64Array(classes * size);
  const counts = new Float64Array(classes);
  for (const [index, label] of labels.entries()) {
    counts[label]!++;
    const [from, to] = [index * size, label * size];
    for (let pixel = 0; pixel < size; pixel++) sums[to + pixel]! += images[from + pixel]!;
  }
  return Uint8Array.from(sums, (sum, at) => Math.round(sum / (counts[Math.floor(at / size)]! || 1)));
}

/**
 * Finds the images that equal an earlier image to the byte. The images of the training set come before those of the
 * test set. All duplicates are counted, and the first {@link mostDuplicates} are listed, each with the earlier image.
 */
function duplicatesIn(train: ImageDataset, test: ImageDataset): Pick<Described, "duplicates" | "pairs"> {
  const size = sizeOf(train.image);
  const duplicates = { train: 0, test: 0, between: 0 };
  const pairs: Described["pairs"] = [];
  /** The distinct images so far, by their hash. */
  const known = new Map<number, { set: "train" | "test"; index: number; bytes: Buffer }[]>();
  for (const [set, { images, length }] of [["train", train] as const, ["test", test] as const])
    for (let index = 0; index < length; index++) {
      const bytes = Buffer.from(images.buffer, images.byteOffset + index * size, size);
      const hash = hashOf(bytes);
      const alike = known.get(hash) ?? [];
      const first = alike.find((one) => one.bytes.equals(bytes));
      if (first) {
        duplicates[first.set === set ? set : "between"]++;
        if (pairs.length < mostDuplicates) pairs.push({ set, index, ofSet: first.set, ofIndex: first.index });
        continue;
      }
      alike.push({ set, index, bytes });
      known.set(hash, alike);
    }
  return { duplicates, pairs };
}

/** FNV-1a, 32 bits. */
function hashOf(bytes: Uint8Array): number {
  let hash = 0x811c9dc5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash;
}
