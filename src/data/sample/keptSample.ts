/**
 * The sample set in a file of the cache folder. Drawing the set takes about 0.4 s on one core, reading the file about
 * 10 ms. A file with another checksum than that of the drawn set is not used.
 */
import { datasets } from "../../datasets/datasets";
import { ensureFolder, openFolder } from "../../files/ensureFolder";
import { sha256 } from "../../files/sha256";
import { arena } from "../../tensor";
import type { ImageDataset } from "../ImageDataset";
import { pixels } from "./picture";
import { type SampleSets, sampleDataset, testSamples, trainSamples } from "./sampleDataset";

const NAME = "sample.bin";
/** SHA-256 of the training labels, the test labels, the training images and the test images, in this order. */
export const sampleChecksum = "f3509d1a057e65aa8e5fa263a5b802a8e06dbb2ea65992d4c38e18eca69c35c3";
/** Length (bytes) of the file. */
const LENGTH = (trainSamples + testSamples) * (1 + pixels);

/**
 * The sample set: read from the file in the cache folder, else drawn.
 * @param keep whether to write the file where it is missing or damaged; a folder that is not writable is no error
 */
export function openSample(cacheFolder: string, keep: boolean): SampleSets {
  const kept = readSample(cacheFolder);
  if (kept) return kept;
  const drawn = sampleDataset();
  if (keep) keepSample(cacheFolder, drawn);
  return drawn;
}

function readSample(cacheFolder: string): SampleSets | undefined {
  try {
    const bytes = openFolder(cacheFolder).read(NAME, LENGTH);
    if (bytes.length !== LENGTH || sha256(bytes) !== sampleChecksum) return undefined;
    const labels = bytes.subarray(0, trainSamples + testSamples);
    const images = bytes.subarray(labels.length);
    const trainBytes = trainSamples * pixels;
    return {
      train: dataset(labels.subarray(0, trainSamples), images.subarray(0, trainBytes)),
      test: dataset(labels.subarray(trainSamples), images.subarray(trainBytes)),
    };
  } catch {
    return undefined;
  }
}

function keepSample(cacheFolder: string, { train, test }: SampleSets): void {
  const bytes = Buffer.concat([train.labels, test.labels, train.images, test.images]);
  if (sha256(bytes) !== sampleChecksum) return;
  try {
    ensureFolder(cacheFolder, {}).folder.replace(NAME, bytes);
  } catch {
    // The file cannot be written, for example in a folder that is not writable.
  }
}

function dataset(labels: Uint8Array, bytes: Uint8Array): ImageDataset {
  const { classes, image } = datasets.sample;
  const images = arena.uint8(bytes.length);
  images.set(bytes);
  return { length: labels.length, images, labels: Uint8Array.from(labels), classes, image };
}
