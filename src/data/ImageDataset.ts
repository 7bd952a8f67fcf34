import type { ImageShape } from "../datasets/datasets";

/** Labelled images, stored as bytes. */
export interface ImageDataset {
  /** Number of images. */
  readonly length: number;
  /** The pixels of all images: [length, ...image], row-major. */
  readonly images: Uint8Array;
  /** The class of each image: [length], each number below `classes.length`. */
  readonly labels: Uint8Array;
  readonly classes: readonly string[];
  /** Shape of one image: channels, height and width. */
  readonly image: ImageShape;
}
